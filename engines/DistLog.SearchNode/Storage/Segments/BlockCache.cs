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

    /// <summary>The part that small things have to themselves, so that large ones can't drive them out.</summary>
    private const int SmallPart = 8;

    /// <summary>Bytes of a small thing: what is known of a column takes a hundredth of it.</summary>
    private const int Small = 4096;

    /// <summary>Of those that leave the queue of a full cache, one in so many stays: a new working set has moved in after some ten searches.</summary>
    private const int OneInStays = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<(EncodedBlock, int), LinkedListNode<Entry>> _entries = [];
    private readonly Shelf _small = new(limit / SmallPart);
    private readonly Shelf _new = new(limit / NewPart);
    private readonly Shelf _kept = new(limit - (limit / SmallPart) - (limit / NewPart));
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
        foreach (var shelf in new[] { _small, _new, _kept })
        {
            if (entry.List == shelf.Entries)
            {
                shelf.Remove(entry);
                break;
            }
        }

        Forget(entry.Value);
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _small.Clear();
            _new.Clear();
            _kept.Clear();
        }
    }

    /// <summary>What is new keeps its place in the queue.</summary>
    private void Touch(LinkedListNode<Entry> entry)
    {
        if (entry.List != _new.Entries)
        {
            var list = entry.List!;
            list.Remove(entry);
            list.AddFirst(entry);
        }
    }

    private void Add(in Entry entry)
    {
        var node = new LinkedListNode<Entry>(entry);
        _entries[(entry.Block, entry.Part)] = node;
        var shelf = entry.Size <= Small ? _small : _new;
        shelf.Put(node);
        while (shelf.IsOver)
        {
            var oldest = shelf.TakeLast();
            if (shelf == _new && (_kept.HasRoom(oldest.Value.Size) || ++_left % OneInStays == 0))
            {
                Keep(oldest);
            }
            else
            {
                Forget(oldest.Value);
            }
        }
    }

    private void Keep(LinkedListNode<Entry> entry)
    {
        _kept.Put(entry);
        while (_kept.IsOver)
        {
            Forget(_kept.TakeLast().Value);
        }
    }

    private void Forget(in Entry entry) => _entries.Remove((entry.Block, entry.Part));

    private readonly record struct Entry(EncodedBlock Block, int Part, object Value, int Size);

    /// <summary>Entries in order, those last used or last put first, and the bytes that they take.</summary>
    private sealed class Shelf(long limit)
    {
        private long _size;

        public LinkedList<Entry> Entries { get; } = new();

        public bool IsOver => _size > limit && Entries.Count > 0;

        public bool HasRoom(int size) => _size + size <= limit;

        public void Put(LinkedListNode<Entry> entry)
        {
            Entries.AddFirst(entry);
            _size += entry.Value.Size;
        }

        public LinkedListNode<Entry> TakeLast()
        {
            var last = Entries.Last!;
            Remove(last);
            return last;
        }

        public void Remove(LinkedListNode<Entry> entry)
        {
            Entries.Remove(entry);
            _size -= entry.Value.Size;
        }

        public void Clear()
        {
            Entries.Clear();
            _size = 0;
        }
    }
}
