using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Http.Bulk;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Single documents: <c>_doc</c>, <c>_create</c>, <c>_update</c>.</summary>
internal static class DocumentEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT,POST", "/{index}/_doc/{id}", request => IndexAsync(request, request.Path("id"), IsCreate(request)));
        routes.Map("POST", "/{index}/_doc", request => IndexAsync(request, null, IsCreate(request)));
        routes.Map("PUT,POST", "/{index}/_create/{id}", request => IndexAsync(request, request.Path("id"), isCreate: true));
        routes.Map("DELETE", "/{index}/_doc/{id}", DeleteAsync);
        routes.Map("POST", "/{index}/_update/{id}", UpdateAsync);
        GetEndpoints.Map(routes);
    }

    private static bool IsCreate(RestRequest request) => request.Parameter("op_type") switch
    {
        null or "index" => false,
        "create" => true,
        var other => throw Refuse.IllegalArgument($"opType must be 'create' or 'index', found: [{other}]"),
    };

    private static async Task IndexAsync(RestRequest request, string? id, bool isCreate)
    {
        var refresh = RefreshPolicy.Of(request);
        var condition = Condition(request);
        await request.Node.WaitForRoomAsync(request.Aborted);
        var name = request.Path("index");
        // A document without an id can't exist yet; a data stream takes nothing else.
        isCreate |= id is null;
        if (isCreate && (condition.Version is not null || condition.VersionType != VersionType.Internal))
        {
            throw Refuse.Validation("create operations only support internal versioning. use index instead");
        }

        id ??= Ids.NewDocumentId();
        CheckId(id);
        using var body = await request.ReadAsync();
        if (body.Length == 0)
        {
            throw Refuse.Parsing("request body is required");
        }

        if (request.Flag("require_data_stream"))
        {
            request.Node.CheckDataStream(name);
        }

        var target = request.Node.WriteTarget(name, isCreate, request.Flag("require_alias"));
        var routing = Routing(request, target, id);
        WriteResult result;
        try
        {
            result = Write(target, id, routing, body.Memory.Span, isCreate, condition);
        }
        catch (ElasticsearchException refused) when (target.DataStream is not null)
        {
            if (request.Node.KeepFailure(target, Encoding.UTF8.GetBytes(id), routing, body.Memory.Span, refused) is not { } kept)
            {
                throw;
            }

            (target, result) = kept;
            await AnswerAsync(request, target, id, result, refresh, writer => writer.WriteString("failure_store", "used"));
            return;
        }

        await AnswerAsync(request, target, id, result, refresh);
    }

    /// <summary>What the document is routed by, by the request or by its alias.</summary>
    private static string? Routing(RestRequest request, Index target, string id)
    {
        var routing = ShardRouting.Resolve(request.Node.State, request.Path("index"), request.Parameter("routing"));
        ActiveShards.Check(target, request.Parameter("wait_for_active_shards"), request.Parameter("timeout") ?? "1m");
        ShardRouting.CheckRequired(target, id, routing);
        ShardRouting.CheckLength(routing);
        return routing;
    }

    private static WriteResult Write(Index target, string id, string? routing, ReadOnlySpan<byte> body, bool isCreate, in WriteCondition condition)
    {
        if (!Utf8.IsValid(body))
        {
            throw Refuse.DocumentParsing("[1:1] failed to parse", Refuse.ContentParse("Invalid UTF-8"));
        }

        var (key, parser) = (Encoding.UTF8.GetBytes(id), new DocumentParser());
        parser.Begin(key, routing);
        target.Parse(body, parser);
        target.CheckTimestamp(parser);
        return target.Store.Write(isCreate ? WriteKind.Create : WriteKind.Index, key, body, parser, condition);
    }

    private static async Task DeleteAsync(RestRequest request)
    {
        var (refresh, id) = (RefreshPolicy.Of(request), request.Path("id"));
        CheckId(id);
        var target = request.Node.State.Indices.TryGetValue(request.Path("index"), out var index) ? index : request.Node.WriteTarget(request.Path("index"), isCreate: false);
        var result = Delete(target, id, Routing(request, target, id), Condition(request));
        await AnswerAsync(request, target, id, result, refresh);
    }

    public static WriteResult Delete(Index target, string id, string? routing, in WriteCondition condition)
    {
        var key = Encoding.UTF8.GetBytes(id);
        return target.Metadata.Shards > 1 && target.Store.Get(key) is { } document && ShardRouting.IsElsewhere(target, id, document.Routing, routing)
            ? new WriteResult(WriteOutcome.NotFound, target.Store.MaxSeqNo, 1)
            : target.Store.Write(WriteKind.Delete, key, default, null, condition);
    }

    private static async Task UpdateAsync(RestRequest request)
    {
        var (refresh, id) = (RefreshPolicy.Of(request), request.Path("id"));
        CheckId(id);
        using var body = await request.ReadAsync();
        var update = DocumentUpdate.Parse(body.Memory.Span);
        var target = request.Node.WriteTarget(request.Path("index"), isCreate: false, request.Flag("require_alias"));
        var condition = Condition(request);
        condition = condition with { SeqNo = condition.SeqNo ?? update.IfSeqNo, PrimaryTerm = condition.PrimaryTerm ?? update.IfPrimaryTerm };
        var done = update.Apply(target, id, Routing(request, target, id), condition, request.Int("retry_on_conflict") ?? 0, new DocumentParser());
        var filter = update.SourceFilter ?? UriSearch.Source(request) ?? SourceFilter.Nothing;
        await AnswerAsync(request, target, id, done.Result, refresh, writer => WriteGet(writer, done, filter));
    }

    /// <summary>Writes the document as the update left it, where it is asked for.</summary>
    public static void WriteGet(Utf8JsonWriter writer, UpdateResult done, SourceFilter filter)
    {
        if (!filter.IsEnabled)
        {
            return;
        }

        writer.WriteStartObject("get");
        writer.WriteNumber("_seq_no", done.Result.SeqNo);
        writer.WriteNumber("_primary_term", IndexStore.PrimaryTerm);
        writer.WriteBoolean("found", true);
        writer.WritePropertyName("_source");
        filter.Write(writer, done.Source);
        writer.WriteEndObject();
    }

    private static async Task AnswerAsync(RestRequest request, Index target, string id, WriteResult result, RefreshMode refresh, Action<Utf8JsonWriter>? more = null)
    {
        request.Node.Metrics.Written(result.Outcome);
        if (result.Conflict is { } why)
        {
            throw Refuse.VersionConflict(target.Name, id, why);
        }

        await request.Node.Wal.Committed();
        RefreshPolicy.Apply(refresh, [target]);
        var status = WriteOutcomes.StatusOf(result.Outcome);
        if (status == 201)
        {
            request.Http.Response.Headers.Location = $"/{Uri.EscapeDataString(target.Name)}/_doc/{Uri.EscapeDataString(id)}";
        }

        await request.Json(
            writer =>
            {
                writer.WriteStartObject();
                WriteOutcomes.Write(writer, target.Name, id, result, refresh);
                more?.Invoke(writer);
                writer.WriteEndObject();
            },
            status);
    }

    public static void CheckId(string id)
    {
        if (Encoding.UTF8.GetByteCount(id) > BulkRequest.LongestId)
        {
            throw Refuse.IllegalArgument($"id is too long, must be no longer than {BulkRequest.LongestId} bytes but was: {Encoding.UTF8.GetByteCount(id)}");
        }
    }

    private static WriteCondition Condition(RestRequest request)
    {
        var type = VersionTypes.Parse(request.Parameter("version_type"));
        var version = request.Long("version");
        if (version is not null && type == VersionType.Internal)
        {
            throw Refuse.Validation("internal versioning can not be used for optimistic concurrency control. Please use `if_seq_no` and `if_primary_term` instead");
        }

        if (request.Parameter("if_seq_no") is not null != request.Parameter("if_primary_term") is not null)
        {
            throw Refuse.Validation("ifSeqNo and ifPrimaryTerm must be set together");
        }

        return new WriteCondition(request.Long("if_seq_no"), request.Long("if_primary_term"), version, type);
    }
}
