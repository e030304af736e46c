namespace DistLog.SearchNode.Storage;

/// <summary>
/// From a document id's hash to the rows that may have it: open addressing, 12 bytes a slot, at most half full. The caller verifies on
/// the real id, since hashes can meet.
/// </summary>
internal sealed class IdTable
{
    private ulong[] _hashes = new ulong[1024];
    private int[] _rows = new int[1024];
    private int _count;

    public int Size => _hashes.Length * 12;

    public void Add(ulong hash, int row)
    {
        if (++_count * 2 > _hashes.Length)
        {
            Grow();
        }

        Insert(hash, row);
    }

    /// <summary>Calls for each row of the hash; <paramref name="cursor"/> starts at -1 and belongs to this method.</summary>
    public bool Next(ulong hash, ref int cursor, out int row)
    {
        var mask = _hashes.Length - 1;
        var slot = cursor < 0 ? (int)hash & mask : (cursor + 1) & mask;
        for (; _rows[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_hashes[slot] == hash)
            {
                cursor = slot;
                row = _rows[slot] - 1;
                return true;
            }
        }

        row = -1;
        return false;
    }

    private void Insert(ulong hash, int row)
    {
        var mask = _hashes.Length - 1;
        var slot = (int)hash & mask;
        while (_rows[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _hashes[slot] = hash;
        _rows[slot] = row + 1;
    }

    private void Grow()
    {
        var (hashes, rows) = (_hashes, _rows);
        _hashes = new ulong[hashes.Length * 2];
        _rows = new int[rows.Length * 2];
        for (var slot = 0; slot < rows.Length; slot++)
        {
            if (rows[slot] != 0)
            {
                Insert(hashes[slot], rows[slot] - 1);
            }
        }
    }
}
