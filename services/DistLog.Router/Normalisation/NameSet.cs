namespace DistLog.Router.Normalisation;

/// <summary>
/// The names given within one object so far, by their hashes: a collision costs a name a needless suffix and nothing else.
/// </summary>
internal sealed class NameSet
{
    // Up to here a scan beats a hash table.
    private const int ScanLimit = 32;

    private readonly ulong[] _first = new ulong[ScanLimit];
    private readonly HashSet<ulong> _more = [];
    private int _count;

    public void Clear()
    {
        _count = 0;
        _more.Clear();
    }

    /// <summary>Whether the name is new; it is known from now on.</summary>
    public bool Add(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        if (_first.AsSpan(0, _count).Contains(hash))
        {
            return false;
        }

        if (_count == ScanLimit)
        {
            return _more.Add(hash);
        }

        _first[_count++] = hash;
        return true;
    }

    // FNV-1a.
    private static ulong Hash(ReadOnlySpan<byte> name)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in name)
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }
}
