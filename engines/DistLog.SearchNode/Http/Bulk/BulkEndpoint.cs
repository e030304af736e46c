using System.Diagnostics;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary><c>_bulk</c>: many writes in one request, each with its own outcome.</summary>
internal static class BulkEndpoint
{
    /// <summary>Bytes of an answer that are made before they are sent: that of some thousand operations.</summary>
    private const int PieceBytes = 512 * 1024;

    /// <summary>Bytes that the answer about one operation usually has, and some more.</summary>
    private const int ItemBytes = 256;

    public static void Map(RestRoutes routes)
    {
        routes.Map("POST,PUT", "/_bulk", HandleAsync);
        routes.Map("POST,PUT", "/{index}/_bulk", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        var refresh = RefreshPolicy.Of(request);
        await request.Node.WaitForRoomAsync(request.Aborted);
        using var body = await request.ReadAsync();
        using var operations = new BulkOperations(body.Memory, request.Node.Bodies);
        var bulk = new BulkRequest(request.Node, operations, request.PathOrNull("index"), request.Flag("require_alias"), request.Parameter("routing"), UriSearch.Source(request), request.Flag("require_data_stream"))
        {
            Pipeline = request.Parameter("pipeline"),
        };
        bulk.Run();
        request.Node.Metrics.BulkDone(body.Length);
        // Everything that was written is on the disk before anybody is told so.
        await request.Node.Wal.Committed();
        Count(request.Node.Metrics, operations.Span);
        RefreshPolicy.Apply(refresh, bulk.Written);
        await AnswerAsync(request, operations, refresh, (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    private static async Task AnswerAsync(RestRequest request, BulkOperations operations, RefreshMode refresh, long millis)
    {
        using var buffer = new PooledBuffer(Math.Min(PieceBytes, operations.Count * ItemBytes) + ItemBytes);
        if (RestResponse.IsPretty(request.Http))
        {
            var whole = new BulkAnswer(operations, refresh, null);
            whole.Begin(buffer, millis);
            whole.WriteItems(buffer, int.MaxValue);
            await request.Json(writer => writer.WriteRawValue(buffer.Span, skipInputValidation: true));
            return;
        }

        var answer = new BulkAnswer(operations, refresh, request.Parameter("filter_path") is { Length: > 0 } filter ? ResponseFilter.Parse(filter) : null);
        answer.Begin(buffer, millis);
        await request.Pieces(buffer, () => answer.WriteItems(buffer, PieceBytes));
    }

    /// <summary>Once for the request and not for each document.</summary>
    private static void Count(SearchNodeMetrics metrics, ReadOnlySpan<BulkOperation> operations)
    {
        if (!metrics.CountsDocuments)
        {
            return;
        }

        Span<long> counts = stackalloc long[(int)Storage.WriteOutcome.Noop + 1];
        var refused = 0;
        foreach (ref readonly var operation in operations)
        {
            if (operation.WasTried)
            {
                counts[(int)operation.Outcome]++;
            }
            else
            {
                refused++;
            }
        }

        for (var outcome = 0; outcome < counts.Length; outcome++)
        {
            metrics.Written((Storage.WriteOutcome)outcome, counts[outcome]);
        }

        metrics.Refused(refused);
    }
}
