using System.Text;
using System.Text.Json;
using DistLog.ServiceDefaults.Elasticsearch;

namespace DistLog.Storage.Bulk;

/// <summary>
/// Writes bulk requests until each of their items is settled: taken, there already, or refused for good and kept as a dead
/// letter. It never gives up, as the bus keeps what waits behind it.
/// </summary>
internal sealed class BulkWriter(
    ElasticsearchClient store,
    IDeadLetterSink deadLetters,
    RetryDelay delay,
    StorageMetrics metrics,
    TimeProvider time,
    ILogger<BulkWriter> logger)
{
    private const string NewlineDelimitedJson = "application/x-ndjson";

    // Elasticsearch then leaves out what is not looked at: most of an answer.
    private const string Parameters = "_bulk?filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason,items.*.error.caused_by.reason";

    /// <summary>Writes a request and disposes it; completes when all of it is settled.</summary>
    /// <exception cref="OperationCanceledException">There is no more time.</exception>
    public async Task WriteAsync(BulkRequest request, CancellationToken abort)
    {
        using (request)
        {
            await WriteAsync(request, 0, request.Items.Count, abort);
        }
    }

    private async Task WriteAsync(BulkRequest request, int first, int count, CancellationToken abort)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await SendAsync(request, first, count, abort);
            if (answer.Outcomes is { } outcomes)
            {
                await SettleAsync(request, first, count, outcomes, attempt, abort);
                return;
            }

            if (answer.IsRefused)
            {
                await SplitAsync(request, first, count, answer.Reason, abort);
                return;
            }

            await WaitAsync(request.Index, count, answer.Reason, attempt, abort);
        }
    }

    private async Task<BulkAnswer> SendAsync(BulkRequest request, int first, int count, CancellationToken abort)
    {
        var started = time.GetTimestamp();
        try
        {
            var response = await store.SendAsync(
                HttpMethod.Post, $"{request.Index}/{Parameters}", request.Body(first, count), NewlineDelimitedJson, abort);
            metrics.AddLatency(request.Index, time.GetElapsedTime(started));
            return Understand(response, count);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return BulkAnswer.Failed(e.Message);
        }
        catch (TaskCanceledException) when (!abort.IsCancellationRequested)
        {
            return BulkAnswer.Failed("no answer in time");
        }
    }

    private static BulkAnswer Understand(ElasticsearchResponse response, int count)
    {
        try
        {
            return response.Status switch
            {
                >= 200 and < 300 => BulkAnswer.Items(BulkResponseReader.Read(response.Body.Span, count)),
                400 or 413 => BulkAnswer.Refused($"HTTP {response.Status}, {Excerpt(response)}"),
                _ => BulkAnswer.Failed($"HTTP {response.Status}, {Excerpt(response)}"),
            };
        }
        catch (JsonException e)
        {
            return BulkAnswer.Failed(e.Message);
        }
    }

    private async Task SettleAsync(
        BulkRequest request, int first, int count, IReadOnlyList<ItemOutcome> outcomes, int attempt, CancellationToken abort)
    {
        var duplicates = outcomes.Count(outcome => outcome.IsDuplicate);
        var done = outcomes.Count == 0 ? count : outcomes.Count(outcome => outcome.IsDone);
        metrics.AddStored(request.Index, done - duplicates);
        metrics.AddDuplicates(request.Index, duplicates);
        if (done == count)
        {
            return;
        }

        await SetAsideAsync(request, [.. Where(outcomes, outcome => !outcome.IsDone && !outcome.IsTransient).Select(i => (first + i, outcomes[i].Reason))]);
        var again = Where(outcomes, outcome => outcome.IsTransient).ToArray();
        if (again.Length > 0)
        {
            await WaitAsync(request.Index, again.Length, $"{outcomes[again[0]].Status}, {outcomes[again[0]].Reason}", attempt, abort);
            await WriteAsync(request.Subset(again.Select(i => first + i)), abort);
        }
    }

    /// <summary>A request that is refused as a whole is sent in halves, until the items at fault are found.</summary>
    private async Task SplitAsync(BulkRequest request, int first, int count, string reason, CancellationToken abort)
    {
        if (count == 1)
        {
            await SetAsideAsync(request, [(first, reason)]);
            return;
        }

        await WriteAsync(request, first, count / 2, abort);
        await WriteAsync(request, first + (count / 2), count - (count / 2), abort);
    }

    private async Task SetAsideAsync(BulkRequest request, IReadOnlyList<(int Item, string Reason)> refused)
    {
        if (refused.Count == 0)
        {
            return;
        }

        await Task.WhenAll(refused.Select(item => deadLetters.WriteAsync(request, request.Items[item.Item], item.Reason)));
        metrics.AddDeadLetters(request.Index, refused.Count);
        Log.DeadLetters(logger, refused.Count, request.Index, request.Origin(request.Items[refused[0].Item]), refused[0].Reason);
    }

    private Task WaitAsync(string index, int documents, string reason, int attempt, CancellationToken abort)
    {
        var milliseconds = delay.Before(attempt);
        metrics.AddRetry(index);
        Log.Retry(logger, documents, index, reason, attempt + 1, milliseconds);
        return Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, abort);
    }

    private static IEnumerable<int> Where(IReadOnlyList<ItemOutcome> outcomes, Predicate<ItemOutcome> condition) =>
        Enumerable.Range(0, outcomes.Count).Where(i => condition(outcomes[i]));

    private static string Excerpt(ElasticsearchResponse response) =>
        Encoding.UTF8.GetString(response.Body.Span[..Math.Min(response.Body.Length, 300)]);
}
