using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Searching;

/// <summary>A field asked for by <c>fields</c> or <c>docvalue_fields</c>, with the format for its values.</summary>
internal sealed record FieldFormat(string Pattern, string? Format)
{
    public static List<FieldFormat> ParseList(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            throw Refuse.Parsing($"Expected [START_ARRAY] but found [{body.ValueKind}]");
        }

        return [.. body.EnumerateArray().Select(Parse)];
    }

    private static FieldFormat Parse(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return new FieldFormat(item.GetString()!, null);
        }

        return item.ValueKind == JsonValueKind.Object && item.TryGetProperty("field", out var field)
            ? new FieldFormat(field.Text()!, item.TryGetProperty("format", out var format) ? format.Text() : null)
            : throw Refuse.Parsing("[fields] needs a name, or an object with [field]");
    }
}
