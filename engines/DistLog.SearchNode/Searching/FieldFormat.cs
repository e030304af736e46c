using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Searching;

/// <summary>A field asked for by <c>fields</c> or <c>docvalue_fields</c>, with the format for its values.</summary>
/// <param name="Pattern">The field's name, or a pattern of names.</param>
/// <param name="Format">How dates and numbers are written; null leaves it to the mapping.</param>
/// <param name="IncludeUnmapped">Values that no field of the mapping has are given too.</param>
internal sealed record FieldFormat(string Pattern, string? Format, bool IncludeUnmapped = false)
{
    /// <param name="body">The list.</param>
    /// <param name="takesUnmapped">True for <c>fields</c>.</param>
    public static List<FieldFormat> ParseList(JsonElement body, bool takesUnmapped = false)
    {
        if (body.ValueKind != JsonValueKind.Array)
        {
            throw Refuse.Parsing($"Expected [START_ARRAY] but found [{body.TokenName()}]");
        }

        return [.. body.EnumerateArray().Select(item => Parse(item, takesUnmapped))];
    }

    private static FieldFormat Parse(JsonElement item, bool takesUnmapped)
    {
        if (item.ValueKind == JsonValueKind.String)
        {
            return new FieldFormat(item.GetString()!, null);
        }

        var field = new FieldFormat("", null);
        foreach (var property in item.ValueKind == JsonValueKind.Object ? item.EnumerateObject() : throw Refuse.Parsing($"Expected [START_OBJECT] or [VALUE_STRING] but found [{item.TokenName()}]"))
        {
            field = property.Name switch
            {
                "field" => field with { Pattern = property.Value.Text()! },
                // The name under which Elasticsearch 6 knew the mapping's own format.
                "format" => field with { Format = property.Value.Text() is "use_field_mapping" ? null : property.Value.Text() },
                "include_unmapped" when takesUnmapped => field with { IncludeUnmapped = property.Value.Bool(property.Name) },
                _ => throw Refuse.ContentParse($"[field_and_format] unknown field [{property.Name}]"),
            };
        }

        return field.Pattern.Length > 0 ? field : throw Refuse.ContentParse("Required [field]");
    }
}
