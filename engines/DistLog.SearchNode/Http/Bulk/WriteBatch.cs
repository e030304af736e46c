using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Storage;
using Microsoft.Extensions.ObjectPool;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>
/// Some parsed documents on their way into one index, so that the store is locked once for all of them. Each has a parser of its own,
/// whose buffers are kept from batch to batch and from request to request.
/// </summary>
internal sealed class WriteBatch
{
    /// <summary>Few enough that what the parsers hold stays in a processor's second-level cache.</summary>
    public const int Capacity = 32;

    /// <summary>Bytes of documents that make a batch full, so that searches never wait long for the lock.</summary>
    private const int FullBytes = 256 * 1024;

    private readonly DocumentParser[] _parsers = new DocumentParser[Capacity];
    private readonly PreparedWrite[] _writes = new PreparedWrite[Capacity];
    private readonly int[] _numbers = new int[Capacity];
    private int _bytes;

    private WriteBatch()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _parsers[i] = new DocumentParser();
        }
    }

    /// <summary>The batches that aren't in use.</summary>
    public static ObjectPool<WriteBatch> Pool { get; } = new DefaultObjectPool<WriteBatch>(new Policy());

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity || _bytes >= FullBytes;

    public Span<PreparedWrite> Writes => _writes.AsSpan(0, Count);

    /// <summary>The numbers, within the request, of the writes.</summary>
    public ReadOnlySpan<int> Numbers => _numbers.AsSpan(0, Count);

    /// <summary>The parser for the write that is added next.</summary>
    public DocumentParser Parser => _parsers[Count];

    public void Add(int number, in PreparedWrite write)
    {
        _numbers[Count] = number;
        _writes[Count++] = write;
        _bytes += write.Source.Length;
    }

    public void Clear()
    {
        Writes.Clear();
        (Count, _bytes) = (0, 0);
    }

    private sealed class Policy : PooledObjectPolicy<WriteBatch>
    {
        public override WriteBatch Create() => new();

        /// <summary>Parsers that have seen giant documents don't keep the memory that those took.</summary>
        public override bool Return(WriteBatch obj)
        {
            obj.Clear();
            return Array.TrueForAll(obj._parsers, parser => parser.Size <= DocumentParser.KeptBytes);
        }
    }
}
