using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Documents;

/// <summary>What came of an update: the write, and the document as it is now.</summary>
internal readonly record struct UpdateResult(WriteResult Result, ReadOnlyMemory<byte> Source);

/// <summary>An update: a part of a document that is merged into what is there, or a document for where nothing is.</summary>
internal sealed class DocumentUpdate
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DocumentParser.MaxDepth, AllowDuplicateProperties = false };

    private static readonly string[] Known = ["script", "scripted_upsert", "upsert", "doc", "doc_as_upsert", "detect_noop", "_source", "if_seq_no", "if_primary_term"];

    /// <summary>Text stays as it was written, as far as JSON lets it.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private JsonObject? _doc;
    private JsonObject? _upsert;
    private bool _docAsUpsert;
    private bool _detectNoop = true;

    /// <summary>Which part of the document the request asks for; null where it doesn't say.</summary>
    public SourceFilter? SourceFilter { get; private set; }

    /// <summary>The condition, where the body gives it instead of the parameters.</summary>
    public int? IfSeqNo { get; private set; }

    public int? IfPrimaryTerm { get; private set; }

    public static DocumentUpdate Parse(ReadOnlySpan<byte> body)
    {
        if (JsonNode.Parse(body, documentOptions: Options) is not JsonObject json)
        {
            throw Refuse.Parsing("an update must be a JSON object");
        }

        var update = new DocumentUpdate();
        foreach (var (key, value) in json)
        {
            update.Take(key, value);
        }

        if (update._doc is null)
        {
            throw Refuse.Validation(update._docAsUpsert ? "doc must be specified if doc_as_upsert is enabled" : "script or doc is missing");
        }

        return update;
    }

    private void Take(string key, JsonNode? value)
    {
        switch (key)
        {
            case "doc":
                _doc = value as JsonObject ?? throw Refuse.Parsing("[doc] must be an object");
                break;
            case "upsert":
                _upsert = value as JsonObject ?? throw Refuse.Parsing("[upsert] must be an object");
                break;
            case "doc_as_upsert":
                _docAsUpsert = value.Bool() ?? false;
                break;
            case "detect_noop":
                _detectNoop = value.Bool() ?? true;
                break;
            case "_source":
                using (var filter = JsonDocument.Parse(value?.ToJsonString() ?? "false"))
                {
                    SourceFilter = SourceFilter.Parse(filter.RootElement);
                }

                break;
            case "script" or "scripted_upsert":
                throw Refuse.NotSupported("update by script");
            case "if_seq_no":
                IfSeqNo = value.Int();
                break;
            case "if_primary_term":
                IfPrimaryTerm = value.Int();
                break;
            default:
                throw Refuse.ContentParse($"[1:1] [UpdateRequest] unknown field [{key}]{DidYouMean.Question(key, Known)}");
        }
    }

    /// <summary>Does the update; when another write comes between reading and writing, it is done again.</summary>
    public UpdateResult Apply(Index index, string id, string? routing, in WriteCondition condition, int retries, DocumentParser parser)
    {
        CheckCondition(condition, retries);
        var key = Encoding.UTF8.GetBytes(id);
        // Without a condition of the client's own, a writer that came between is no conflict of the client's making.
        for (var attempt = 0; ; attempt++)
        {
            var result = TryApply(index, key, id, routing, condition, parser);
            if (result.Result.Outcome != WriteOutcome.Conflict || !condition.IsNone || attempt >= Math.Max(retries, 10))
            {
                return result;
            }
        }
    }

    private void CheckCondition(in WriteCondition condition, int retries)
    {
        if (condition.SeqNo is null)
        {
            return;
        }

        if (retries > 0)
        {
            throw Refuse.Validation("compare and write operations can not be retried");
        }

        if (_upsert is not null || _docAsUpsert)
        {
            throw Refuse.Validation("upsert requests don't support `if_seq_no` and `if_primary_term`");
        }
    }

    private UpdateResult TryApply(Index index, byte[] key, string id, string? routing, in WriteCondition condition, DocumentParser parser)
    {
        var existing = index.Store.Get(key);
        if (existing is null || ShardRouting.IsElsewhere(index, id, existing.Routing, routing))
        {
            var fresh = (_docAsUpsert ? _doc : _upsert) ?? throw Missing(index, id);
            parser.Begin(key, routing);
            return Write(index, existing is null ? WriteKind.Create : WriteKind.Index, key, fresh, condition, parser);
        }

        if (ConditionCheck.Check(condition, existing, existing.Version) is { } conflict)
        {
            return new UpdateResult(new WriteResult(WriteOutcome.Conflict, existing.SeqNo, existing.Version, conflict), default);
        }

        if (!index.Mapping.Source.Enabled)
        {
            throw new ElasticsearchException(400, "document_source_missing_exception", $"[{id}]: document source missing", index.Name);
        }

        var merged = (JsonObject)JsonNode.Parse(existing.Source.Span, documentOptions: Options)!;
        var before = merged.DeepClone();
        merged.MergeFrom(_doc!);
        if (_detectNoop && JsonNode.DeepEquals(before, merged))
        {
            return new UpdateResult(new WriteResult(WriteOutcome.Noop, existing.SeqNo, existing.Version), existing.Source);
        }

        var guard = condition.IsNone ? new WriteCondition(existing.SeqNo, IndexStore.PrimaryTerm, null, VersionType.Internal) : condition;
        parser.Begin(key, routing ?? existing.Routing);
        return Write(index, WriteKind.Index, key, merged, guard, parser);
    }

    private static UpdateResult Write(Index index, WriteKind kind, byte[] key, JsonObject document, in WriteCondition condition, DocumentParser parser)
    {
        var source = Encoding.UTF8.GetBytes(document.ToJsonString(Plain));
        index.Parse(source, parser);
        return new UpdateResult(index.Store.Write(kind, key, source, parser, condition), source);
    }

    private static ElasticsearchException Missing(Index index, string id) =>
        new(404, "document_missing_exception", $"[{id}]: document missing", index.Name);
}
