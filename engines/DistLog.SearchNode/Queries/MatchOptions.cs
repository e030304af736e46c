using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>How <c>match</c> and its kin look for a text.</summary>
internal sealed record MatchOptions
{
    public bool RequireAll { get; set; }

    public string? MinimumShouldMatch { get; set; }

    /// <summary>A value that doesn't fit the field's type matches nothing instead of failing.</summary>
    public bool Lenient { get; set; }

    public bool AllIfNoTerms { get; set; }

    public int Slop { get; set; }

    /// <summary>How the query's text is taken apart, where it isn't as the documents are.</summary>
    public string? Analyzer { get; set; }

    public Fuzziness? Fuzziness { get; set; }

    public FuzzyOptions Fuzzy { get; set; } = FuzzyOptions.Default;

    /// <summary>Takes one option of a request; false where it isn't one of match's.</summary>
    public bool Take(string query, string name, JsonElement value)
    {
        switch (name)
        {
            case "operator":
                RequireAll = Operators.IsAnd(value);
                return true;
            case "minimum_should_match":
                MinimumShouldMatch = value.Text();
                return true;
            case "lenient":
                Lenient = value.Bool(name);
                return true;
            case "zero_terms_query":
                AllIfNoTerms = value.Text()?.ToLowerInvariant() switch
                {
                    "all" => true,
                    "none" or "null" => false,
                    var other => throw Refuse.Parsing($"Unsupported zero_terms_query value [{other}]"),
                };
                return true;
            case "slop":
                Slop = value.Int(name) is >= 0 and var slop ? slop : throw Refuse.IllegalArgument("No negative slop allowed.");
                return true;
            case "fuzziness":
                Fuzziness = Fuzziness.Parse(value.Text() ?? "");
                return true;
            case "prefix_length":
                Fuzzy = Fuzzy with { PrefixLength = FuzzyOptions.NotNegative(name, value) };
                return true;
            case "max_expansions":
                Fuzzy = Fuzzy with { MaxExpansions = FuzzyOptions.Positive(name, value) };
                return true;
            case "fuzzy_transpositions":
                Fuzzy = Fuzzy with { Transpositions = value.Bool(name) };
                return true;
            case "analyzer":
                Analyzers.Check(query, value.Text());
                Analyzer = value.Text();
                return true;
            case "auto_generate_synonyms_phrase_query" or "fuzzy_rewrite":
                return true;
            default:
                return false;
        }
    }
}

/// <summary>What stands for <c>and</c> and <c>or</c>.</summary>
internal static class Operators
{
    public static bool IsAnd(JsonElement value) => IsAnd(value.Text());

    public static bool IsAnd(string? text) => text?.ToLowerInvariant() switch
    {
        "and" => true,
        "or" => false,
        _ => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.index.query.Operator.{text?.ToUpperInvariant()}"),
    };
}
