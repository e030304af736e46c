using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>
/// The form that most queries have: <c>{"field": value}</c> or <c>{"field": {"value": …, options}}</c>, and beside the field the
/// options that every query takes.
/// </summary>
internal static class FieldBody
{
    /// <summary>The field and its options; a bare value comes as the option <paramref name="shorthand"/>.</summary>
    public static (string Field, IReadOnlyList<(string Name, JsonElement Value)> Options) Parse(string query, JsonElement body, string shorthand = "value")
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"[{query}] query malformed, no start_object after query name");
        }

        JsonProperty? found = null;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name is "boost" or "_name" && property.Value.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            if (found is not null)
            {
                throw Refuse.Parsing($"[{query}] query doesn't support multiple fields, found [{found.Value.Name}] and [{property.Name}]");
            }

            found = property;
        }

        var (name, value) = found is { } only ? (only.Name, only.Value) : throw Refuse.IllegalArgument($"[{query}] query requires a field");
        return value.ValueKind switch
        {
            JsonValueKind.Object => (name, [.. value.EnumerateObject().Where(option => option.Name is not ("boost" or "_name")).Select(option => (option.Name, option.Value))]),
            JsonValueKind.Array => throw Refuse.Parsing($"[{query}] query does not support array of values"),
            _ => (name, [(shorthand, value)]),
        };
    }

    public static void RefuseUnknown(string query, string option) => throw Refuse.Parsing($"[{query}] query does not support [{option}]");
}
