using System.Globalization;
using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Json;

/// <summary>Reading request bodies with Elasticsearch's leniency: numbers in quotes, one value for a list of one.</summary>
internal static class JsonElements
{
    /// <summary>A scalar as text: strings without quotes, numbers as written; null for null.</summary>
    public static string? Text(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => element.GetRawText(),
    };

    /// <summary>How Elasticsearch's messages call a value of this kind.</summary>
    public static string TokenName(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "START_OBJECT",
        JsonValueKind.Array => "START_ARRAY",
        JsonValueKind.String => "VALUE_STRING",
        JsonValueKind.Number => "VALUE_NUMBER",
        JsonValueKind.True or JsonValueKind.False => "VALUE_BOOLEAN",
        _ => "VALUE_NULL",
    };

    public static bool Bool(this JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when element.GetString() is "true" => true,
        JsonValueKind.String when element.GetString() is "false" or "" => false,
        _ => throw Refuse.IllegalArgument($"Failed to parse value [{element.Text()}] of [{name}] as only [true] or [false] are allowed."),
    };

    public static int Int(this JsonElement element, string name) =>
        int.TryParse(element.Text(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Refuse.IllegalArgument($"Failed to parse [{name}]: For input string: \"{element.Text()}\"");

    public static double Double(this JsonElement element, string name) =>
        double.TryParse(element.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Refuse.IllegalArgument($"Failed to parse [{name}]: For input string: \"{element.Text()}\"");

    public static IReadOnlyList<string> Strings(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => [.. element.EnumerateArray().Select(item => item.Text() ?? "null")],
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        _ => [element.Text()!],
    };

    /// <summary>The one property of an object that must have exactly one.</summary>
    public static JsonProperty Only(this JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"[{what}] query malformed, no start_object after query name");
        }

        using var properties = element.EnumerateObject();
        if (!properties.MoveNext())
        {
            throw Refuse.IllegalArgument($"query malformed, empty clause found in [{what}]");
        }

        var only = properties.Current;
        return properties.MoveNext()
            ? throw Refuse.Parsing($"[{what}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]")
            : only;
    }
}
