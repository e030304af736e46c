using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// From a document id's hash to the rows that may have it: open addressing, 8 bytes a slot, at most half full. A slot has the hash's
/// upper half above the row's address plus one. The caller verifies on the real id, since hashes can meet.
/// </summary>
internal sealed class IdTable
{
    private ulong[] _slots = new ulong[1024];
    private int _count;

    public int Size => _slots.Length * sizeof(ulong);

    public void Add(ulong hash, int row)
    {
        if (++_count * 2 > _slots.Length)
        {
            Grow();
        }

        Insert((hash & ~(ulong)uint.MaxValue) | ((uint)row + 1));
    }

    /// <summary>Calls for each row of the hash; <paramref name="cursor"/> starts at -1 and belongs to this method.</summary>
    public bool Next(ulong hash, ref int cursor, out int row)
    {
        var mask = _slots.Length - 1;
        var slot = cursor < 0 ? SlotOf(hash) & mask : (cursor + 1) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (((_slots[slot] ^ hash) >> 32) == 0)
            {
                cursor = slot;
                row = (int)(uint)_slots[slot] - 1;
                return true;
            }
        }

        row = -1;
        return false;
    }

    /// <summary>Makes the processor fetch what a look for this hash will read.</summary>
    public unsafe void Prefetch(ulong hash)
    {
        if (Sse.IsSupported)
        {
            // The array may move before the bytes come; then they were fetched in vain.
            Sse.Prefetch0(Unsafe.AsPointer(ref _slots[SlotOf(hash) & (_slots.Length - 1)]));
        }
    }

    private static int SlotOf(ulong slot) => (int)(slot >> 32);

    private void Insert(ulong entry)
    {
        var mask = _slots.Length - 1;
        var slot = SlotOf(entry) & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = entry;
    }

    private void Grow()
    {
        var slots = _slots;
        _slots = new ulong[slots.Length * 2];
        foreach (var entry in slots)
        {
            if (entry != 0)
            {
                Insert(entry);
            }
        }
    }
}
