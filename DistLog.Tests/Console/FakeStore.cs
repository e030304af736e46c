using System.Text.Json;
using DistLog.Console.Logs;
using DistLog.Console.Overview;
using DistLog.Console.Search;

namespace DistLog.Tests.Console;

/// <summary>A store in memory, or one that refuses.</summary>
internal sealed class FakeStore : ILogStore
{
    public Dictionary<string, string> Documents { get; } = [];

    public StoreException? Failure { get; set; }

    public SearchRequest? LastRequest { get; private set; }

    public Task<SearchResult> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        LastRequest = request;
        ThrowIfFailing();
        var range = TimeRange.Parse(request.Range, request.From, request.To, DateTimeOffset.UtcNow);
        var logs = Documents.Select(document => Read(document.Key, document.Value)).ToList();
        return Task.FromResult(new SearchResult(logs, logs.Count, Empty(range), [new("Payments", 1)], [], null, TimeSpan.FromMilliseconds(3)));
    }

    public Task<LogDetails?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        if (!Documents.TryGetValue(id, out var json))
        {
            return Task.FromResult<LogDetails?>(null);
        }

        using var document = JsonDocument.Parse(json);
        return Task.FromResult<LogDetails?>(LogDetails.Read(id, document.RootElement));
    }

    public Task<Counts> CountAsync(TimeSpan window, CancellationToken cancellationToken)
    {
        ThrowIfFailing();
        var now = DateTimeOffset.UtcNow;
        return Task.FromResult(Counts.Of(0, new long[6], [], Empty(new TimeRange(now - window, now))));
    }

    private static LogView Read(string id, string json)
    {
        using var document = JsonDocument.Parse(json);
        return LogViewReader.Read(id, document.RootElement, default);
    }

    private static Histogram Empty(TimeRange range) =>
        Histogram.Create(range.From, range.To, Histogram.IntervalFor(range.From, range.To), new Dictionary<DateTimeOffset, long[]>());

    private void ThrowIfFailing()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
