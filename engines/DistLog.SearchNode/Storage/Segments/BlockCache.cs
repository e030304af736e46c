namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// Decoded columns, filters and documents of blocks, up to a number of bytes. What is new stands in a queue of its own for a while; once
/// the rest is full, only one in some of it takes the place of what was used longest ago. So a search over more than fits in finds a
/// good part of it again the next time, where plain "last used" would have dropped each block just before its turn.
/// </summary>
internal sealed class BlockCache(long limit)
{
    /// <summary>The part of the cache that what is new has to itself: a block's columns are asked for several times while it is searched.</summary>
    private const int NewPart = 8;

    /// <summary>Of those that leave the queue of a full cache, one in so many stays: a new working set has moved in after some ten searches.</summary>
    private const int OneInStays = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<(EncodedBlock, int), LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _new = new();
    private readonly LinkedList<Entry> _kept = new();
    private long _newSize;
    private long _keptSize;
    private int _left;

    /// <summary>The value of a block's part; made, outside of the lock, where it isn't there.</summary>
    public T GetOrAdd<T>(EncodedBlock block, int part, Func<T> make, Func<T, int> sizeOf)
        where T : class
    {
        lock (_gate)
        {
            if (_entries.TryGetValue((block, part), out var known))
            {
                Touch(known);
                return (T)known.Value.Value;
            }
        }

        var value = make();
        lock (_gate)
        {
            if (!_entries.ContainsKey((block, part)))
            {
                Add(new Entry(block, part, value, sizeOf(value)));
            }
        }

        return value;
    }

    /// <summary>Lets go of blocks that others have taken the place of; an entry keeps its block alive, and that its file.</summary>
    public void Remove(IEnumerable<Block> blocks)
    {
        var gone = blocks.ToHashSet();
        lock (_gate)
        {
            foreach (var (_, entry) in _entries.Where(entry => gone.Contains(entry.Key.Item1)).ToArray())
            {
                Remove(entry);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> entry)
    {
        if (entry.List == _kept)
        {
            _keptSize -= entry.Value.Size;
        }
        else
        {
            _newSize -= entry.Value.Size;
        }

        entry.List!.Remove(entry);
        Forget(entry.Value);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _new.Clear();
            _kept.Clear();
            (_newSize, _keptSize) = (0, 0);
        }
    }

    private void Touch(LinkedListNode<Entry> entry)
    {
        if (entry.List == _kept)
        {
            _kept.Remove(entry);
            _kept.AddFirst(entry);
        }
    }

    private void Add(in Entry entry)
    {
        _entries[(entry.Block, entry.Part)] = _new.AddFirst(entry);
        _newSize += entry.Size;
        while (_newSize > limit / NewPart && _new.Last is { } oldest)
        {
            _new.RemoveLast();
            _newSize -= oldest.Value.Size;
            if (_keptSize + oldest.Value.Size <= KeptLimit || ++_left % OneInStays == 0)
            {
                Keep(oldest);
            }
            else
            {
                Forget(oldest.Value);
            }
        }
    }

    private long KeptLimit => limit - (limit / NewPart);

    private void Keep(LinkedListNode<Entry> entry)
    {
        _kept.AddFirst(entry);
        _keptSize += entry.Value.Size;
        while (_keptSize > KeptLimit && _kept.Last is { } last)
        {
            _kept.RemoveLast();
            _keptSize -= last.Value.Size;
            Forget(last.Value);
        }
    }

    private void Forget(in Entry entry) => _entries.Remove((entry.Block, entry.Part));

    private readonly record struct Entry(EncodedBlock Block, int Part, object Value, int Size);
}
