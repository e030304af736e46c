using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Queries;

/// <summary>The options of <c>query_string</c> and <c>simple_query_string</c>.</summary>
internal sealed class QueryStringOptions
{
    /// <summary>Fields for what names none; empty means the index's default, which is all.</summary>
    public IReadOnlyList<string> Fields { get; set; } = [];

    public bool RequireAll { get; set; }

    public bool? Lenient { get; set; }

    public string? MinimumShouldMatch { get; set; }

    /// <summary>How several fields work together.</summary>
    public MultiMatchType Type { get; private set; } = MultiMatchType.BestFields;

    public float? TieBreaker { get; private set; }

    /// <summary>What <c>~</c> without a number means.</summary>
    public Fuzziness Fuzziness { get; private set; } = Fuzziness.Auto;

    public FuzzyOptions Fuzzy { get; private set; } = FuzzyOptions.Default;

    public int PhraseSlop { get; private set; }

    public bool AllowLeadingWildcard { get; private set; } = true;

    /// <summary>Quoted text is looked for in the fields of this suffix, where there are any.</summary>
    public string? QuoteSuffix { get; private set; }

    public ZoneOffset? Zone { get; private set; }

    /// <summary>Operators of simple_query_string; what isn't named is plain text.</summary>
    public SimpleSyntax Syntax { get; private set; } = SimpleSyntax.All;

    /// <summary>Reads the body; the query's text is the result.</summary>
    public string Read(string query, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"[{query}] query malformed, no start_object after query name");
        }

        string? text = null;
        var escape = false;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "query":
                    text = property.Value.Text();
                    break;
                case "escape" when query == "query_string":
                    escape = property.Value.Bool(property.Name);
                    break;
                default:
                    Take(query, property.Name, property.Value);
                    break;
            }
        }

        text = text ?? throw Refuse.Parsing($"[{query}] must be provided with a [query]");
        return escape ? LuceneParser.Escape(text) : text;
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
                RequireAll = Operators.IsAnd(value);
                break;
            case "lenient":
                Lenient = value.Bool(name);
                break;
            case "minimum_should_match":
                MinimumShouldMatch = value.Text();
                break;
            case "fuzzy_max_expansions":
                Fuzzy = Fuzzy with { MaxExpansions = FuzzyOptions.Positive(name, value) };
                break;
            case "fuzzy_prefix_length":
                Fuzzy = Fuzzy with { PrefixLength = FuzzyOptions.NotNegative(name, value) };
                break;
            case "fuzzy_transpositions":
                Fuzzy = Fuzzy with { Transpositions = value.Bool(name) };
                break;
            case "quote_field_suffix":
                QuoteSuffix = value.Text();
                break;
            case "boost" or "_name" or "analyze_wildcard" or "auto_generate_synonyms_phrase_query":
            case "analyzer" or "quote_analyzer" when value.Text() is "standard" or "default" or null:
                break;
            case "analyzer" or "quote_analyzer":
                throw Refuse.NotSupported($"{query} with the {name} [{value.Text()}]");
            default:
                TakeOwn(query, name, value);
                break;
        }
    }

    /// <summary>Options of one of the two queries only.</summary>
    private void TakeOwn(string query, string name, JsonElement value)
    {
        switch (name)
        {
            case "flags" when query == "simple_query_string":
                Syntax = SimpleSyntaxes.Parse(value);
                break;
            case "type" when query == "query_string":
                Type = MultiMatchTypes.Parse(value.Text());
                break;
            case "tie_breaker" when query == "query_string":
                TieBreaker = (float)value.Double(name);
                break;
            case "fuzziness" when query == "query_string":
                Fuzziness = Fuzziness.Parse(value.Text() ?? "");
                break;
            case "phrase_slop" when query == "query_string":
                PhraseSlop = value.Int(name);
                break;
            case "allow_leading_wildcard" when query == "query_string":
                AllowLeadingWildcard = value.Bool(name);
                break;
            case "time_zone" when query == "query_string":
                Zone = ZoneOffset.Parse(value.Text()!);
                break;
            case "enable_position_increments" or "max_determinized_states" or "rewrite" or "fuzzy_rewrite" when query == "query_string":
                break;
            default:
                FieldBody.RefuseUnknown(query, name);
                break;
        }
    }
}
