using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>The options of <c>query_string</c> and <c>simple_query_string</c>.</summary>
internal sealed class QueryStringOptions
{
    /// <summary>Fields for what names none; empty means the index's default, which is all.</summary>
    public IReadOnlyList<string> Fields { get; set; } = [];

    public bool RequireAll { get; set; }

    public bool? Lenient { get; set; }

    public string? MinimumShouldMatch { get; set; }

    /// <summary>Reads the body; the query's text is the result.</summary>
    public string Read(string query, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"[{query}] query malformed, no start_object after query name");
        }

        string? text = null;
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name == "query")
            {
                text = property.Value.Text();
            }
            else
            {
                Take(query, property.Name, property.Value);
            }
        }

        return text ?? throw Refuse.Parsing($"[{query}] must be provided with a [query]");
    }

    private void Take(string query, string name, JsonElement value)
    {
        switch (name)
        {
            case "default_field" when query == "query_string":
                Fields = [value.Text() ?? "*"];
                break;
            case "fields":
                Fields = value.Strings();
                break;
            case "default_operator":
                RequireAll = value.Text()?.ToLowerInvariant() switch
                {
                    "and" => true,
                    "or" => false,
                    _ => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.index.query.Operator.{value.Text()?.ToUpperInvariant()}"),
                };
                break;
            case "lenient":
                Lenient = value.Bool(name);
                break;
            case "minimum_should_match":
                MinimumShouldMatch = value.Text();
                break;
            case "boost" or "_name" or "analyze_wildcard" or "allow_leading_wildcard" or "flags" or "phrase_slop" or "tie_breaker" or "type" or "time_zone"
                or "enable_position_increments" or "auto_generate_synonyms_phrase_query" or "quote_field_suffix" or "escape" or "max_determinized_states":
            case "analyzer" when value.Text() is "standard":
                break;
            case "analyzer" or "quote_analyzer" or "fuzziness" or "fuzzy_max_expansions" or "fuzzy_prefix_length" or "rewrite" or "fuzzy_transpositions" or "fuzzy_rewrite":
                throw Refuse.NotSupported($"{query}.{name}");
            default:
                FieldBody.RefuseUnknown(query, name);
                break;
        }
    }
}
