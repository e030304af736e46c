using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>The operations of one request, in pooled memory that counts against the bound on requests' bytes.</summary>
internal sealed class BulkOperations(ReadOnlyMemory<byte> body, BodyBudget budget) : IDisposable
{
    private readonly List<string> _names = [];
    private readonly ByteBuffer _idsApart = new();
    private BulkOperation[] _operations = [];
    private int _charged;

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Body => body;

    public Span<BulkOperation> Span => _operations.AsSpan(0, Count);

    /// <summary>Adds an operation with all of its parts empty.</summary>
    public ref BulkOperation Add()
    {
        if (Count == _operations.Length)
        {
            Grow();
        }

        ref var added = ref _operations[Count++];
        added = default;
        return ref added;
    }

    /// <summary>A name's number; the few names of a request are looked through from the last.</summary>
    public int NumberOf(string name)
    {
        var number = _names.LastIndexOf(name);
        if (number < 0)
        {
            number = _names.Count;
            _names.Add(name);
        }

        return number;
    }

    public string NameOf(in BulkOperation operation) => _names[operation.Name];

    public ReadOnlyMemory<byte> IdOf(in BulkOperation operation) =>
        (operation.IsIdApart ? _idsApart.Memory : body).Slice(operation.IdStart, Math.Max(0, operation.IdLength));

    public ReadOnlyMemory<byte> SourceOf(in BulkOperation operation) => body.Slice(operation.SourceStart, operation.SourceLength);

    /// <summary>Gives an operation an id that doesn't stand in the request as it is.</summary>
    public void SetId(ref BulkOperation operation, string id)
    {
        operation.IsIdApart = true;
        operation.IdStart = _idsApart.Length;
        operation.IdLength = Encoding.UTF8.GetBytes(id, _idsApart.Take(Encoding.UTF8.GetByteCount(id)));
    }

    public void Dispose()
    {
        if (_operations.Length > 0)
        {
            ArrayPool<BulkOperation>.Shared.Return(_operations, clearArray: true);
            _operations = [];
        }

        budget.GiveBack(_charged);
        _charged = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<BulkOperation>.Shared.Rent(Math.Max(256, Count * 2));
        var bytes = (larger.Length - _operations.Length) * Unsafe.SizeOf<BulkOperation>();
        budget.Take(bytes);
        _charged += bytes;
        Span.CopyTo(larger);
        if (_operations.Length > 0)
        {
            ArrayPool<BulkOperation>.Shared.Return(_operations, clearArray: true);
        }

        _operations = larger;
    }
}
