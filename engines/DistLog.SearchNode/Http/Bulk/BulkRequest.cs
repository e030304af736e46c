using System.Text;
using System.Text.Unicode;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>Does the operations of a bulk request, some at a time. What is refused fails only its own item.</summary>
internal sealed class BulkRequest(Node node, BulkOperations operations, string? defaultIndex, bool requireAlias)
{
    /// <summary>Bytes of the longest id: Elasticsearch's own limit.</summary>
    public const int LongestId = 512;

    private readonly Dictionary<(string Name, bool IsCreate, bool RequireAlias), Index> _targets = [];
    private WriteBatch _batch = null!;
    private Index? _batchTarget;
    private (int Name, BulkKind Kind) _batchAsked;
    private bool _isUtf8;

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
        if (target != _batchTarget || _batch.IsFull || operation.Kind == BulkKind.Update)
        {
            WriteOut();
            (_batchTarget, _batchAsked) = (target, operation.Options is null ? (operation.Name, operation.Kind) : (-1, default));
        }

        if (operation.Kind == BulkKind.Update)
        {
            Update(target, ref operation);
        }
        else
        {
            Prepare(number, operation);
        }
    }

    private void Check(in BulkOperation operation)
    {
        if (operation.IdLength is 0 or > LongestId)
        {
            throw Refuse.IllegalArgument(operation.IdLength == 0
                ? "if _id is specified it must not be empty"
                : $"id is too long, must be no longer than {LongestId} bytes but was: {operation.IdLength}");
        }

        if (!_isUtf8 && !Utf8.IsValid(operations.SourceOf(operation).Span))
        {
            throw Refuse.DocumentParsing("[1:1] failed to parse", Refuse.ContentParse("Invalid UTF-8"));
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
            _targets[asked] = target = node.WriteTarget(asked.Name, asked.IsCreate, asked.Alias);
        }

        return target;
    }

    private void Prepare(int number, in BulkOperation operation)
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
            write.Parsed.Begin(operations.IdOf(operation), operation.Options?.Routing);
            _batchTarget!.Parse(write.Source.Span, write.Parsed);
            _batchTarget.CheckTimestamp(write.Parsed);
        }

        _batch.Add(number, write);
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
        var update = DocumentUpdate.Parse(operations.SourceOf(operation).Span);
        Conclude(target, ref operation, update.Apply(target, id, condition, retries, _batch.Parser).Result);
        Written.Add(target);
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
