using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Text.Analysis;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_analyze</c>: the words of a text.</summary>
internal static class AnalyzeEndpoint
{
    private const int MostTokens = 10_000;

    /// <summary>Positions between one text of a list and the next, so that no phrase spans both.</summary>
    private const int PositionGap = 100;

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_analyze", HandleAsync);
        routes.Map("GET,POST", "/{index}/_analyze", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var body = await request.ObjectAsync() ?? [];
        foreach (var (key, _) in body)
        {
            if (key is not ("text" or "analyzer" or "tokenizer" or "filter" or "char_filter" or "field" or "normalizer" or "explain" or "attributes"))
            {
                throw Refuse.ContentParse($"[1:1] [analyze_request] unknown field [{key}]");
            }
        }

        var texts = body["text"].Strings();
        if (texts.Count == 0)
        {
            throw Refuse.Validation("text is missing");
        }

        var index = request.PathOrNull("index") is { } name ? GetEndpoints.Single(request.Node, name) : null;
        var limit = index?.Metadata.Settings["index"]?["analyze"]?["max_token_count"].Int() ?? MostTokens;
        var (chain, analyzer) = Chain(body, index);
        await request.Tree(body["explain"].Bool() == true ? Explained(chain, analyzer, texts, limit) : new JsonObject { ["tokens"] = Listed(Joined(texts, chain.Run, limit)) });
    }

    /// <summary>What takes the text apart, and the analyzer's name where it has one.</summary>
    private static (AnalysisChain Chain, string? Analyzer) Chain(JsonObject body, Index? index)
    {
        var analysis = index?.Metadata.Settings["index"]?["analysis"] as JsonObject;
        if (body["analyzer"].Text() is { } analyzer)
        {
            return (AnalysisChain.OfAnalyzer(analyzer, analysis), analyzer);
        }

        if (body["tokenizer"].Text() is { } tokenizer)
        {
            return (AnalysisChain.OfParts(tokenizer, body["filter"], body["char_filter"], analysis), null);
        }

        if (body["normalizer"].Text() is { } normalizer)
        {
            var own = normalizer == "lowercase" ? new JsonObject { ["filter"] = "lowercase" } : analysis?["normalizer"]?[normalizer] as JsonObject ?? throw Refuse.IllegalArgument($"failed to find normalizer under [{normalizer}]");
            return (AnalysisChain.OfParts("keyword", own["filter"], own["char_filter"], analysis), null);
        }

        var name = AnalyzerOf(body["field"].Text(), index);
        return (AnalysisChain.OfAnalyzer(name, analysis), name);
    }

    private static string AnalyzerOf(string? path, Index? index)
    {
        if (path is null || index is null || !index.Mapping.Fields.TryGetValue(path, out var field) || field.TypeName is "text" or "match_only_text")
        {
            return path is not null && index is not null && FieldDescription.Of(index.Mapping, path, withDefaults: false)["mapping"]!.AsObject().First().Value?["analyzer"].Text() is { } own ? own : "standard";
        }

        return field.Kind.IsKeyword()
            ? "keyword"
            : throw Refuse.IllegalArgument($"Can't process field [{path}], Analysis requests are only supported on tokenized fields");
    }

    private static List<Token> Joined(IReadOnlyList<string> texts, Func<string, List<Token>> run, int limit)
    {
        var (all, offset, position) = (new List<Token>(), 0, 0);
        foreach (var text in texts)
        {
            foreach (var token in run(text))
            {
                all.Add(token with { Start = token.Start + offset, End = token.End + offset, Position = token.Position + position });
            }

            if (all.Count > limit)
            {
                throw new ElasticsearchException(400, "illegal_state_exception", $"The number of tokens produced by calling _analyze has exceeded the allowed maximum of [{limit}]. This limit can be set by changing the [index.analyze.max_token_count] index level setting.");
            }

            offset += text.Length + 1;
            position = all.Count == 0 ? 0 : all[^1].Position + 1 + PositionGap;
        }

        return all;
    }

    private static JsonArray Listed(IEnumerable<Token> tokens) => new([.. tokens.Select(token => (JsonNode)new JsonObject
    {
        ["token"] = token.Text,
        ["start_offset"] = token.Start,
        ["end_offset"] = token.End,
        ["type"] = token.Type,
        ["position"] = token.Position,
    })]);

    private static JsonObject Explained(AnalysisChain chain, string? analyzer, IReadOnlyList<string> texts, int limit)
    {
        if (analyzer is not null)
        {
            return new JsonObject { ["detail"] = new JsonObject { ["custom_analyzer"] = false, ["analyzer"] = Part(analyzer, Joined(texts, chain.Run, limit)) } };
        }

        var tokens = Joined(texts, chain.Tokenize, limit);
        var detail = new JsonObject { ["custom_analyzer"] = true, ["charfilters"] = new JsonArray(), ["tokenizer"] = Part(chain.Tokenizer, tokens) };
        var filters = new JsonArray();
        foreach (var filter in chain.Filters)
        {
            tokens = AnalysisChain.Apply(filter, tokens);
            filters.Add((JsonNode)Part(filter.Name, tokens));
        }

        detail["tokenfilters"] = filters;
        return new JsonObject { ["detail"] = detail };
    }

    private static JsonObject Part(string name, IEnumerable<Token> tokens) => new() { ["name"] = name, ["tokens"] = Listed(tokens) };
}
