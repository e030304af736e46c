namespace DistLog.Router.Deduplication;

/// <summary>A set of hashes in one array, which grows with its content: open addressing, at most three quarters full.</summary>
internal sealed class HashTable
{
    private const int InitialSlots = 4096;

    private UInt128[] _slots = new UInt128[InitialSlots];

    public int Count { get; private set; }

    public bool Contains(UInt128 hash) => _slots[Slot(Stored(hash))] != UInt128.Zero;

    /// <summary>Adds a hash that is not in it.</summary>
    public void Add(UInt128 hash)
    {
        if (Count >= _slots.Length / 4 * 3)
        {
            Grow();
        }

        var stored = Stored(hash);
        _slots[Slot(stored)] = stored;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_slots);
        Count = 0;
    }

    // Zero marks an empty slot.
    private static UInt128 Stored(UInt128 hash) => hash == UInt128.Zero ? UInt128.One : hash;

    /// <summary>Where the hash is, or the empty slot where it belongs.</summary>
    private int Slot(UInt128 stored)
    {
        var mask = _slots.Length - 1;
        var slot = (int)(ulong)stored & mask;
        while (_slots[slot] != UInt128.Zero && _slots[slot] != stored)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new UInt128[old.Length * 2];
        foreach (var stored in old)
        {
            if (stored != UInt128.Zero)
            {
                _slots[Slot(stored)] = stored;
            }
        }
    }
}
