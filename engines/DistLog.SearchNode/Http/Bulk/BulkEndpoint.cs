using System.Diagnostics;
using System.Text.Json;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary><c>_bulk</c>: many writes in one request, each with its own outcome.</summary>
internal static class BulkEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST,PUT", "/_bulk", HandleAsync);
        routes.Map("POST,PUT", "/{index}/_bulk", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        if (request.Parameter("pipeline") is not (null or "_none"))
        {
            throw Errors.Refuse.NotSupported("ingest pipeline");
        }

        var refresh = RefreshPolicy.Of(request);
        await request.Node.WaitForRoomAsync(request.Aborted);
        var bulk = new BulkRequest(request.Node, request.PathOrNull("index"), request.Flag("require_alias"));
        List<BulkItem> items;
        using (var body = await request.ReadAsync())
        {
            items = bulk.Run(body.Memory.Span);
            request.Node.Metrics.BulkDone(body.Length);
        }

        // Everything that was written is on the disk before anybody is told so.
        await request.Node.Wal.Committed();
        Count(request.Node.Metrics, items);
        RefreshPolicy.Apply(refresh, bulk.Written);
        var millis = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await request.Json(writer => Write(writer, items, millis, refresh));
    }

    /// <summary>Once for the request and not for each document.</summary>
    private static void Count(SearchNodeMetrics metrics, List<BulkItem> items)
    {
        if (!metrics.CountsDocuments)
        {
            return;
        }

        foreach (var same in items.Where(WasTried).CountBy(static item => item.Result.Outcome))
        {
            metrics.Written(same.Key, same.Value);
        }

        metrics.Refused(items.Count(static item => !WasTried(item)));
    }

    /// <summary>A conflict is an outcome; any other error kept the document from the store.</summary>
    private static bool WasTried(BulkItem item) => item.Error is null || item.Result.Outcome == WriteOutcome.Conflict;

    private static void Write(Utf8JsonWriter writer, List<BulkItem> items, long millis, RefreshMode refresh)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("errors", items.Exists(item => item.Error is not null));
        writer.WriteNumber("took", millis);
        writer.WriteStartArray("items");
        foreach (var item in items)
        {
            writer.WriteStartObject();
            writer.WriteStartObject(NameOf(item.Kind));
            if (item.Error is null)
            {
                WriteDone(writer, item, refresh);
            }
            else
            {
                WriteFailed(writer, item);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteDone(Utf8JsonWriter writer, in BulkItem item, RefreshMode refresh)
    {
        WriteOutcomes.Write(writer, item.Index, item.Id, item.Result, refresh);
        writer.WriteNumber("status", WriteOutcomes.StatusOf(item.Result.Outcome));
    }

    private static void WriteFailed(Utf8JsonWriter writer, in BulkItem item)
    {
        writer.WriteString("_index", item.Index);
        if (item.Id.Length > 0)
        {
            writer.WriteString("_id", item.Id);
        }
        else
        {
            writer.WriteNull("_id");
        }

        writer.WriteNumber("status", item.Error!.Status);
        writer.WriteStartObject("error");
        ErrorBody.WriteWithCause(writer, item.Error);
        writer.WriteEndObject();
    }

    private static string NameOf(BulkKind kind) => kind switch
    {
        BulkKind.Create => "create",
        BulkKind.Delete => "delete",
        BulkKind.Update => "update",
        _ => "index",
    };
}
