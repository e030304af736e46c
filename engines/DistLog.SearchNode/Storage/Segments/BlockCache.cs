namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Decoded columns, filters and documents of blocks on disk: the ones used last, up to a number of bytes.</summary>
internal sealed class BlockCache(long limit)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(EncodedBlock, int), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = new();
    private long _size;

    /// <summary>The value of a block's part; made, outside of the lock, where it isn't there.</summary>
    public T GetOrAdd<T>(EncodedBlock block, int part, Func<T> make, Func<T, int> sizeOf)
        where T : class
    {
        lock (_gate)
        {
            if (_entries.TryGetValue((block, part), out var known))
            {
                _order.Remove(known);
                _order.AddFirst(known);
                return (T)known.Value.Value;
            }
        }

        var value = make();
        lock (_gate)
        {
            if (!_entries.ContainsKey((block, part)))
            {
                Add(block, part, value, sizeOf(value));
            }
        }

        return value;
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _order.Clear();
            _size = 0;
        }
    }

    private void Add(EncodedBlock block, int part, object value, int size)
    {
        _entries[(block, part)] = _order.AddFirst(new Entry(block, part, value, size));
        _size += size;
        while (_size > limit && _order.Last is { } last)
        {
            _order.RemoveLast();
            _entries.Remove((last.Value.Block, last.Value.Part));
            _size -= last.Value.Size;
        }
    }

    private readonly record struct Entry(EncodedBlock Block, int Part, object Value, int Size);
}
