using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Highlighting;

/// <summary>The fields to highlight in, with how each is to be done.</summary>
internal sealed record HighlightRequest(IReadOnlyList<(string Pattern, HighlightOptions Options)> Fields)
{
    public static HighlightRequest Parse(JsonElement body, QueryScope scope)
    {
        var options = new HighlightOptions();
        var fields = new List<JsonProperty>();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing($"Expected [START_OBJECT] in [highlight] but found [{body.TokenName()}]"))
        {
            options = property.Name switch
            {
                "fields" => AddFields(property.Value, fields, options),
                "encoder" => options with { EncodeHtml = property.Value.Text() switch { "html" => true, "default" => false, var other => throw Refuse.IllegalArgument($"unknown highlight encoder [{other}]") } },
                "tags_schema" => property.Value.Text() switch
                {
                    "styled" => options with { Before = "<em class=\"hlt1\">", After = "</em>" },
                    "default" => options with { Before = "<em>", After = "</em>" },
                    var other => throw Refuse.IllegalArgument($"Unknown tag schema [{other}]"),
                },
                _ => options.With(property.Name, property.Value, scope) ?? throw Refuse.ContentParse($"[highlight] unknown field [{property.Name}]"),
            };
        }

        return new HighlightRequest([.. fields.Select(field => (field.Name, OptionsOf(field.Value, options, scope)))]);
    }

    private static HighlightOptions AddFields(JsonElement value, List<JsonProperty> fields, HighlightOptions options)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                fields.AddRange(value.EnumerateObject());
                break;
            case JsonValueKind.Array:
                fields.AddRange(value.EnumerateArray().Select(item => item.Only("highlight_field")));
                break;
            default:
                throw Refuse.Parsing("[highlight] [fields] must be an object or an array of objects");
        }

        return options;
    }

    private static HighlightOptions OptionsOf(JsonElement body, HighlightOptions options, QueryScope scope)
    {
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[highlight_field] must be an object"))
        {
            options = options.With(property.Name, property.Value, scope) ?? throw Refuse.ContentParse($"[highlight_field] unknown field [{property.Name}]");
        }

        return options;
    }
}
