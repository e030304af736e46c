using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Highlighting;

/// <summary>How a field's texts are cut and marked. The defaults are Elasticsearch's.</summary>
internal sealed record HighlightOptions
{
    /// <summary>Options that choose between ways of computing the same, or that belong to highlighters that this node answers alike.</summary>
    private static readonly HashSet<string> Ignored =
        ["boundary_chars", "boundary_max_scan", "boundary_scanner_locale", "fragmenter", "phrase_limit", "force_source", "matched_fields", "fragment_offset", "options"];

    /// <summary>Characters of a piece, roughly: it ends with a sentence where it can, else with a word.</summary>
    public int FragmentSize { get; init; } = 100;

    /// <summary>Pieces at most; 0 gives the whole text.</summary>
    public int Fragments { get; init; } = 5;

    /// <summary>Characters from the start that are given where nothing is found.</summary>
    public int NoMatchSize { get; init; }

    public string Before { get; init; } = "<em>";

    public string After { get; init; } = "</em>";

    public bool ByScore { get; init; }

    /// <summary>False marks in this field what the query looks for in any field.</summary>
    public bool RequireFieldMatch { get; init; } = true;

    public bool EncodeHtml { get; init; }

    /// <summary>True cuts at words, false at sentences.</summary>
    public bool ByWord { get; init; }

    /// <summary>Characters that are looked at; null leaves the limit to the index.</summary>
    public int? AnalyzedOffset { get; init; }

    /// <summary>What is marked, where it isn't what the search looks for.</summary>
    public Query? Query { get; init; }

    /// <summary>The options changed by one more; null where there is no such option.</summary>
    public HighlightOptions? With(string name, JsonElement value, QueryScope scope) => name switch
    {
        "fragment_size" => this with { FragmentSize = value.Int(name) },
        "number_of_fragments" => this with { Fragments = value.Int(name) },
        "no_match_size" => this with { NoMatchSize = value.Int(name) },
        "pre_tags" => this with { Before = First(name, value) },
        "post_tags" => this with { After = First(name, value) },
        "order" => this with { ByScore = value.Text() switch { "score" => true, "none" => false, var other => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.search.fetch.subphase.highlight.HighlightBuilder.Order.{other?.ToUpperInvariant()}") } },
        "require_field_match" => this with { RequireFieldMatch = value.Bool(name) },
        "max_analyzed_offset" => this with { AnalyzedOffset = value.Int(name) is > 0 and var limit ? limit : throw Refuse.IllegalArgument($"[max_analyzed_offset] must be a positive integer") },
        "boundary_scanner" => this with { ByWord = value.Text() switch { "word" => true, "sentence" or "chars" => false, var other => throw Refuse.IllegalArgument($"No enum constant org.elasticsearch.search.fetch.subphase.highlight.HighlightBuilder.BoundaryScannerType.{other?.ToUpperInvariant()}") } },
        "highlight_query" => this with { Query = QueryParser.ParseOne(value, scope) },
        "highlight_filter" => this,
        "type" => value.Text() is "unified" or "plain" or "fvh" ? this : throw Refuse.IllegalArgument($"unknown highlighter type [{value.Text()}]"),
        _ => Ignored.Contains(name) ? this : null,
    };

    private static string First(string name, JsonElement value) => value.Strings() is [var first, ..] ? first : throw Refuse.Parsing($"[{name}] must have at least one tag");
}
