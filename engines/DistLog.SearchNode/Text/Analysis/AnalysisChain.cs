using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Text.Analysis;

/// <summary>A tokenizer and the filters behind it: an analyzer taken apart.</summary>
internal sealed record AnalysisChain(string Tokenizer, IReadOnlyList<(string Name, string Type, JsonObject? Options)> Filters)
{
    /// <summary>One of Elasticsearch's own analyzers, or one that an index's settings define.</summary>
    public static AnalysisChain OfAnalyzer(string name, JsonObject? analysis) => name switch
    {
        "standard" or "default" => new("standard", [("lowercase", "lowercase", null)]),
        "simple" => new("lowercase", []),
        "whitespace" => new("whitespace", []),
        "keyword" => new("keyword", []),
        "stop" => new("lowercase", [("stop", "stop", null)]),
        _ when analysis?["analyzer"]?[name] is JsonObject own => OfDefinition(own, analysis),
        _ => throw Refuse.IllegalArgument($"failed to find {(analysis is null ? "global " : "")}analyzer [{name}]"),
    };

    /// <summary>A chain by the names of its parts, as in a request or in an index's settings.</summary>
    public static AnalysisChain OfParts(string tokenizer, JsonNode? filters, JsonNode? charFilters, JsonObject? analysis)
    {
        if (charFilters.Strings().Count > 0)
        {
            throw Refuse.NotSupported("char_filter");
        }

        var named = analysis?["tokenizer"]?[tokenizer]?["type"].Text() ?? tokenizer;
        return new(named, [.. (filters as JsonArray ?? (filters is null ? [] : [filters.DeepClone()])).Select(filter => Filter(filter, analysis))]);
    }

    public List<Token> Tokenize(string text) => [.. Tokenizers.Run(Tokenizer, text)];

    public static List<Token> Apply((string Name, string Type, JsonObject? Options) filter, IEnumerable<Token> tokens) => [.. TokenFilters.Run(filter.Type, filter.Options, tokens)];

    public List<Token> Run(string text) => Filters.Aggregate(Tokenize(text), (tokens, filter) => Apply(filter, tokens));

    private static AnalysisChain OfDefinition(JsonObject own, JsonObject analysis)
    {
        var type = own["type"].Text() ?? "custom";
        return type == "custom"
            ? OfParts(own["tokenizer"].Text() ?? throw Refuse.IllegalArgument("analyzer must set up a tokenizer"), own["filter"], own["char_filter"], analysis)
            : OfAnalyzer(type, null) is var chain && own["stopwords"] is not null && type is "standard" or "stop"
                ? chain with { Filters = [.. chain.Filters.Where(filter => filter.Type != "stop"), ("stop", "stop", own)] }
                : OfAnalyzer(type, null);
    }

    private static (string, string, JsonObject?) Filter(JsonNode? filter, JsonObject? analysis)
    {
        if (filter is JsonObject inline)
        {
            var type = inline["type"].Text() ?? throw Refuse.IllegalArgument("Missing [type] setting for anonymous filter");
            return ("__anonymous__" + type, type, inline);
        }

        var name = filter.Text() ?? "";
        return analysis?["filter"]?[name] is JsonObject own ? (name, own["type"].Text() ?? name, own) : (name, name, null);
    }
}
