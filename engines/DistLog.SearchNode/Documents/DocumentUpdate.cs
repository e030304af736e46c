using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Documents;

/// <summary>What came of an update: the write, and the document as it is now.</summary>
internal readonly record struct UpdateResult(WriteResult Result, ReadOnlyMemory<byte> Source);

/// <summary>An update: a part of a document that is merged into what is there, or a document for where nothing is.</summary>
internal sealed class DocumentUpdate
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = DocumentParser.MaxDepth };

    private JsonObject? _doc;
    private JsonObject? _upsert;
    private bool _docAsUpsert;
    private bool _detectNoop = true;

    /// <summary>Whether the request asks for the document back, and which part.</summary>
    public JsonNode? Source { get; private set; }

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

        return update._doc is null && update._upsert is null ? throw Refuse.Validation("script or doc is missing") : update;
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
                Source = value;
                break;
            case "script" or "scripted_upsert":
                throw Refuse.NotSupported("update by script");
            default:
                throw Refuse.ContentParse($"[1:1] [UpdateRequest] unknown field [{key}]");
        }
    }

    /// <summary>Does the update; when another write comes between reading and writing, it is done again.</summary>
    public UpdateResult Apply(Index index, string id, in WriteCondition condition, int retries, DocumentParser parser)
    {
        var key = Encoding.UTF8.GetBytes(id);
        // Without a condition of the client's own, a writer that came between is no conflict of the client's making.
        for (var attempt = 0; ; attempt++)
        {
            var result = TryApply(index, key, condition, parser);
            if (result.Result.Outcome != WriteOutcome.Conflict || !condition.IsNone || attempt >= Math.Max(retries, 10))
            {
                return result;
            }
        }
    }

    private UpdateResult TryApply(Index index, byte[] key, in WriteCondition condition, DocumentParser parser)
    {
        var existing = index.Store.Get(key);
        if (existing is null)
        {
            var fresh = _upsert ?? (_docAsUpsert ? _doc : null) ?? throw Missing(index, Encoding.UTF8.GetString(key));
            return Write(index, WriteKind.Create, key, fresh, condition, parser);
        }

        var merged = (JsonObject)JsonNode.Parse(existing.Source.Span, documentOptions: Options)!;
        var before = merged.DeepClone();
        if (_doc is not null)
        {
            merged.MergeFrom(_doc);
        }

        if (ConditionCheck.Check(condition, existing, existing.Version) is { } conflict)
        {
            return new UpdateResult(new WriteResult(WriteOutcome.Conflict, existing.SeqNo, existing.Version, conflict), default);
        }

        if (_detectNoop && JsonNode.DeepEquals(before, merged))
        {
            return new UpdateResult(new WriteResult(WriteOutcome.Noop, existing.SeqNo, existing.Version), existing.Source);
        }

        var guard = condition.IsNone ? new WriteCondition(existing.SeqNo, IndexStore.PrimaryTerm, null, VersionType.Internal) : condition;
        return Write(index, WriteKind.Index, key, merged, guard, parser);
    }

    private static UpdateResult Write(Index index, WriteKind kind, byte[] key, JsonObject document, in WriteCondition condition, DocumentParser parser)
    {
        var source = Encoding.UTF8.GetBytes(document.ToJsonString());
        index.Parse(source, parser);
        return new UpdateResult(index.Store.Write(kind, key, source, parser, condition), source);
    }

    private static ElasticsearchException Missing(Index index, string id) =>
        new(404, "document_missing_exception", $"[{id}]: document missing", index.Name);
}
