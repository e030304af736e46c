using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.Console.Feeds;
using DistLog.Console.Logs;
using DistLog.Console.Overview;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Elasticsearch;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Search;

/// <summary>Asks the alias <c>logs</c> by Elasticsearch's search API.</summary>
internal sealed class ElasticsearchLogStore(
    ElasticsearchClient client,
    StatusBoard status,
    ConsoleMetrics metrics,
    TimeProvider time,
    IOptions<ConsoleOptions> options) : ILogStore
{
    // An index that does not exist yet, on a new system, has no events: that is no error.
    private const string Path = $"{Indices.LogsAlias}/_search?ignore_unavailable=true";

    public async Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var now = time.GetUtcNow();
        var range = TimeRange.Parse(request.Range, request.From, request.To, now);
        var interval = Histogram.IntervalFor(range.From, range.To);
        using var answer = await AskAsync(SearchQuery.Events(request, range, interval, options.Value.PageSize), cancellationToken);
        metrics.Searched(watch.Elapsed);
        return SearchAnswer.Read(answer.RootElement, range.Until(now), interval, options.Value.PageSize, watch.Elapsed);
    }

    public async Task<LogDetails?> FindAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(SearchQuery.ById(id), cancellationToken);
        return SearchAnswer.Hits(answer.RootElement).Select(hit => LogDetails.Read(id, hit.GetProperty("_source"))).FirstOrDefault();
    }

    public async Task<Counts> CountAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var range = new TimeRange(now - window, now.AddSeconds(1));
        var interval = Histogram.IntervalFor(range.From, range.To);
        using var answer = await AskAsync(SearchQuery.Counts(range, interval), cancellationToken);
        return SearchAnswer.ReadCounts(answer.RootElement, range, interval);
    }

    private async Task<JsonDocument> AskAsync(JsonObject query, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Value.SearchTimeout);
        try
        {
            var response = await client.PostAsync(Path, query.ToJsonString(), limit.Token);
            return response.IsSuccess ? Parse(response) : throw Refused(response);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var reason = exception is HttpRequestException ? exception.Message : $"no answer within {options.Value.SearchTimeout.TotalSeconds:0} s";
            status.StoreSilent(reason);
            throw new StoreException($"The store does not answer ({reason}).", isBadQuery: false, exception);
        }
    }

    private JsonDocument Parse(ElasticsearchResponse response)
    {
        try
        {
            var document = response.Json();
            status.StoreAnswers();
            return document;
        }
        catch (JsonException exception)
        {
            throw new StoreException("The store's answer is no JSON. Does ConnectionStrings:elasticsearch lead to Elasticsearch?", isBadQuery: false, exception);
        }
    }

    private static StoreException Refused(ElasticsearchResponse response) =>
        new(SearchAnswer.Reason(response) ?? $"The store answers with HTTP {response.Status}.", isBadQuery: response.Status == 400);
}
