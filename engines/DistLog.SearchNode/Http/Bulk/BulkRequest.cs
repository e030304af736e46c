using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>Does the operations of a bulk request, some at a time. What is refused fails only its own item.</summary>
internal sealed class BulkRequest(Node node, BulkOperations operations, string? defaultIndex, bool requireAlias, string? defaultRouting = null, SourceFilter? sourceOfUpdates = null, bool requireDataStream = false)
{
    /// <summary>Bytes of the longest id: Elasticsearch's own limit.</summary>
    public const int LongestId = 512;

    private readonly Dictionary<(string Name, bool IsCreate, bool RequireAlias), Index> _targets = [];
    private WriteBatch _batch = null!;
    private Index? _batchTarget;
    private (int Name, BulkKind Kind) _batchAsked;
    private Index? _withoutRouting;
    private bool _isUtf8;

    /// <summary>The ingest pipeline of documents whose lines name none.</summary>
    public string? Pipeline { get; init; }

    /// <summary>Indices that were written to.</summary>
    public HashSet<Index> Written { get; } = [];

    public void Run()
    {
        // One look at all of it is cheaper than one at each document.
        _isUtf8 = Utf8.IsValid(operations.Body.Span);
        BulkFraming.Run(operations, defaultIndex, _isUtf8);
        _batch = WriteBatch.Pool.Get();
        try
        {
            for (var number = 0; number < operations.Count; number++)
            {
                TryDo(number, ref operations.Span[number]);
            }

            WriteOut();
        }
        finally
        {
            WriteBatch.Pool.Return(_batch);
        }
    }

    private void TryDo(int number, ref BulkOperation operation)
    {
        try
        {
            Do(number, ref operation);
        }
        catch (ElasticsearchException refused)
        {
            operation.Error = refused;
        }
    }

    private void Do(int number, ref BulkOperation operation)
    {
        Check(operation);
        if (operation.IdLength < 0)
        {
            operations.SetId(ref operation, operation.Kind is BulkKind.Index or BulkKind.Create ? Ids.NewDocumentId() : throw Refuse.Validation("id is missing"));
        }

        var target = Target(operation);
        var isByItself = operation.Kind == BulkKind.Update || (operation.Kind == BulkKind.Delete && target.Metadata.Shards > 1);
        if (target != _batchTarget || _batch.IsFull || isByItself)
        {
            WriteOut();
            (_batchTarget, _batchAsked) = (target, operation.Options is null ? (operation.Name, operation.Kind) : (-1, default));
        }

        if (operation.Kind == BulkKind.Update)
        {
            Update(target, ref operation);
        }
        else if (isByItself)
        {
            var id = Encoding.UTF8.GetString(operations.IdOf(operation).Span);
            Conclude(target, ref operation, DocumentEndpoints.Delete(target, id, Routing(target, operation), operation.Options?.Condition ?? default));
            Written.Add(target);
        }
        else
        {
            Prepare(number, ref operation);
        }
    }

    private static void Check(in BulkOperation operation)
    {
        if (operation.IdLength is 0 or > LongestId)
        {
            throw Refuse.IllegalArgument(operation.IdLength == 0
                ? "if _id is specified it must not be empty"
                : $"id is too long, must be no longer than {LongestId} bytes but was: {operation.IdLength}");
        }
    }

    private Index Target(in BulkOperation operation)
    {
        if (_batchTarget is { Store.IsDisposed: false } same && _batchAsked == (operation.Name, operation.Kind) && operation.Options is null)
        {
            return same;
        }

        var asked = (Name: operations.NameOf(operation), IsCreate: operation.Kind == BulkKind.Create, Alias: operation.Options?.RequireAlias ?? requireAlias);
        if (!_targets.TryGetValue(asked, out var target) || target.Store.IsDisposed)
        {
            if (requireDataStream || operation.Options?.RequireDataStream == true)
            {
                node.CheckDataStream(asked.Name);
            }

            _targets[asked] = target = node.WriteTarget(asked.Name, asked.IsCreate, asked.Alias);
        }

        return target;
    }

    private void Prepare(int number, ref BulkOperation operation)
    {
        var write = new PreparedWrite
        {
            Kind = KindOf(operation.Kind),
            Id = operations.IdOf(operation),
            Condition = operation.Options?.Condition ?? default,
        };
        if (operation.Kind != BulkKind.Delete)
        {
            write.Source = operations.SourceOf(operation);
            write.Parsed = _batch.Parser;
            write.Parsed.Begin(operations.IdOf(operation), Routing(_batchTarget!, operation));
            try
            {
                CheckText(operation);
                _batchTarget!.Parse(write.Source.Span, write.Parsed);
                _batchTarget.CheckTimestamp(write.Parsed);
            }
            catch (ElasticsearchException refused) when (_batchTarget!.DataStream is not null)
            {
                KeepFailure(_batchTarget!, ref operation, refused);
                return;
            }
        }

        _batch.Add(number, write);
    }

    private void CheckText(in BulkOperation operation)
    {
        // This node has no pipelines, and says so in Elasticsearch's words for one that isn't there.
        if (operation.Kind is BulkKind.Index or BulkKind.Create && (operation.Options?.Pipeline ?? Pipeline) is { } pipeline and not "_none")
        {
            throw Refuse.IllegalArgument($"pipeline with id [{pipeline}] does not exist");
        }

        if (!_isUtf8 && !Utf8.IsValid(operations.SourceOf(operation).Span))
        {
            throw Refuse.DocumentParsing("[1:1] failed to parse", Refuse.ContentParse("Invalid UTF-8"));
        }
    }

    /// <summary>What a data stream can't take is kept among its failures.</summary>
    private void KeepFailure(Index target, ref BulkOperation operation, ElasticsearchException refused)
    {
        if (node.KeepFailure(target, operations.IdOf(operation).Span, operation.Options?.Routing, operations.SourceOf(operation).Span, refused) is not { } kept)
        {
            operation.FailureStore = FailureStoreUse.NotEnabled;
            operation.Error = refused;
            return;
        }

        operation.FailureStore = FailureStoreUse.Used;
        Conclude(kept.Index, ref operation, kept.Result);
        Written.Add(kept.Index);
    }

    private static WriteKind KindOf(BulkKind kind) => kind switch
    {
        BulkKind.Delete => WriteKind.Delete,
        BulkKind.Create => WriteKind.Create,
        _ => WriteKind.Index,
    };

    private void Update(Index target, ref BulkOperation operation)
    {
        var id = Encoding.UTF8.GetString(operations.IdOf(operation).Span);
        var (condition, retries) = (operation.Options?.Condition ?? default, operation.Options?.RetryOnConflict ?? 0);
        CheckText(operation);
        var update = DocumentUpdate.Parse(operations.SourceOf(operation).Span);
        var done = update.Apply(target, id, Routing(target, operation), condition, retries, _batch.Parser);
        operation.Got = (update.SourceFilter ?? operation.Options?.Source ?? sourceOfUpdates) is { IsEnabled: true } filter ? Got(done, filter) : null;
        Conclude(target, ref operation, done.Result);
        Written.Add(target);
    }

    private static byte[]? Got(in UpdateResult done, SourceFilter filter)
    {
        if (done.Result.Conflict is not null)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(done.Source.Length + 128);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            DocumentEndpoints.WriteGet(writer, done, filter);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>What the document is routed by: the line's own value, the request's, or that of the alias.</summary>
    private string? Routing(Index target, in BulkOperation operation)
    {
        // Nearly all documents have none, and an index is looked at once for its many documents.
        if (operation.Options?.Routing is null && defaultRouting is null && (target == _withoutRouting || (!target.Mapping.RequiresRouting && target.Metadata.Aliases.IsEmpty)))
        {
            _withoutRouting = target;
            return null;
        }

        var routing = ShardRouting.Resolve(node.State, operations.NameOf(operation), operation.Options?.Routing ?? defaultRouting);
        ShardRouting.CheckRequired(target, Encoding.UTF8.GetString(operations.IdOf(operation).Span), routing);
        ShardRouting.CheckLength(routing);
        return routing;
    }

    /// <summary>Writes what is in the batch.</summary>
    private void WriteOut()
    {
        if (_batch.Count == 0)
        {
            return;
        }

        var target = _batchTarget!;
        var all = operations.Span;
        try
        {
            target.Store.Write(_batch.Writes);
            Written.Add(target);
            for (var i = 0; i < _batch.Count; i++)
            {
                Conclude(target, ref all[_batch.Numbers[i]], _batch.Writes[i].Result);
            }
        }
        catch (ElasticsearchException refused)
        {
            foreach (var number in _batch.Numbers)
            {
                all[number].Error = refused;
            }
        }

        _batch.Clear();
    }

    private void Conclude(Index target, ref BulkOperation operation, in WriteResult result)
    {
        operation.Name = operations.NumberOf(target.Name);
        (operation.Outcome, operation.SeqNo, operation.Version) = (result.Outcome, result.SeqNo, result.Version);
        if (result.Conflict is { } why)
        {
            operation.Error = Refuse.VersionConflict(target.Name, Encoding.UTF8.GetString(operations.IdOf(operation).Span), why);
        }
    }
}
