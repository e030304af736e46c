using System.Text;
using System.Text.Unicode;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>
/// Does the actions of a bulk request, line by line from its bytes. A line that can't be understood as an action fails the request,
/// since all that follows may be out of step; a document that is refused fails only its own item.
/// </summary>
internal sealed class BulkRequest(Node node, string? defaultIndex, bool requireAlias)
{
    /// <summary>Bytes of the longest id: Elasticsearch's own limit.</summary>
    public const int LongestId = 512;

    private readonly DocumentParser _parser = new();
    private readonly Dictionary<(string, bool), Index> _targets = [];
    private string? _lastIndex;
    private int _line;

    /// <summary>Indices that were written to.</summary>
    public HashSet<Index> Written { get; } = [];

    public List<BulkItem> Run(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            throw Refuse.Parsing("request body is required");
        }

        if (body[^1] != (byte)'\n')
        {
            throw Refuse.IllegalArgument("The bulk request must be terminated by a newline [\\n]");
        }

        var items = new List<BulkItem>();
        while (TryLine(ref body, out var line))
        {
            if (line.IsEmpty || line.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0)
            {
                continue;
            }

            var action = BulkAction.Parse(line, _line, ref _lastIndex);
            ReadOnlySpan<byte> source = default;
            if (action.Kind != BulkKind.Delete && !TryLine(ref body, out source))
            {
                throw Refuse.IllegalArgument($"Malformed action/metadata line [{_line}], expected a document after it but the request ends");
            }

            items.Add(Do(action, source));
        }

        return items.Count == 0 ? throw Refuse.Validation("no requests added") : items;
    }

    private bool TryLine(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> line)
    {
        var end = rest.IndexOf((byte)'\n');
        if (end < 0)
        {
            line = default;
            return false;
        }

        _line++;
        line = rest[..end];
        rest = rest[(end + 1)..];
        if (line.Length > 0 && line[^1] == (byte)'\r')
        {
            line = line[..^1];
        }

        return true;
    }

    private BulkItem Do(in BulkAction action, ReadOnlySpan<byte> source)
    {
        var name = action.Index ?? defaultIndex ?? throw Refuse.Validation("index is missing");
        var id = action.Id;
        try
        {
            Check(action, source);
            id ??= action.Kind is BulkKind.Index or BulkKind.Create ? Ids.NewDocumentId() : throw Refuse.Validation("id is missing");
            var target = Target(name, action.Kind == BulkKind.Create, action.RequireAlias ?? requireAlias);
            var result = Write(target, action, id, source);
            Written.Add(target);
            return result.Conflict is { } why
                ? new BulkItem(action.Kind, target.Name, id, result, Refuse.VersionConflict(target.Name, id, why), false)
                : new BulkItem(action.Kind, target.Name, id, result, null, false);
        }
        catch (ElasticsearchException refused)
        {
            return new BulkItem(action.Kind, name, id ?? "", default, refused, false);
        }
    }

    private static void Check(in BulkAction action, ReadOnlySpan<byte> source)
    {
        if (action.Id is { } id && (id.Length == 0 || Encoding.UTF8.GetByteCount(id) > LongestId))
        {
            throw Refuse.IllegalArgument(id.Length == 0
                ? "if _id is specified it must not be empty"
                : $"id is too long, must be no longer than {LongestId} bytes but was: {Encoding.UTF8.GetByteCount(id)}");
        }

        if (!Utf8.IsValid(source))
        {
            throw Refuse.DocumentParsing("[1:1] failed to parse", Refuse.ContentParse("Invalid UTF-8"));
        }
    }

    private Index Target(string name, bool isCreate, bool alias)
    {
        if (!_targets.TryGetValue((name, isCreate), out var target) || target.Store.IsDisposed)
        {
            _targets[(name, isCreate)] = target = node.WriteTarget(name, isCreate, alias);
        }

        return target;
    }

    private WriteResult Write(Index target, in BulkAction action, string id, ReadOnlySpan<byte> source)
    {
        Span<byte> buffer = stackalloc byte[LongestId];
        var key = buffer[..Encoding.UTF8.GetBytes(id, buffer)];
        switch (action.Kind)
        {
            case BulkKind.Delete:
                return target.Store.Write(WriteKind.Delete, key, default, null, action.Condition);
            case BulkKind.Update:
                return DocumentUpdate.Parse(source).Apply(target, id, action.Condition, action.RetryOnConflict, _parser).Result;
            default:
                target.Parse(source, _parser);
                target.CheckTimestamp(_parser);
                return target.Store.Write(action.Kind == BulkKind.Create ? WriteKind.Create : WriteKind.Index, key, source, _parser, action.Condition);
        }
    }
}
