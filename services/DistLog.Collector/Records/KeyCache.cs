namespace DistLog.Collector.Records;

/// <summary>Keys that came lately, so that a node's id is one array for its thousands of records and not one for each.</summary>
internal sealed class KeyCache
{
    // A sender speaks for few nodes; a relay with more of them only allocates more.
    private const int Slots = 64;

    private readonly byte[][] _slots = new byte[Slots][];

    public byte[] Intern(ReadOnlySpan<byte> key)
    {
        key = Cut(key);
        ref var slot = ref _slots[Hash(key) % Slots];
        if (slot is null || !key.SequenceEqual(slot))
        {
            slot = key.ToArray();
        }
        return slot;
    }

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> key)
    {
        if (key.Length <= NodeKeyFields.MaxKeyBytes)
        {
            return key;
        }
        var end = NodeKeyFields.MaxKeyBytes;
        while (end > 0 && (key[end] & 0xc0) == 0x80)
        {
            end--; // a continuation byte: the character began before
        }
        return key[..end];
    }

    private static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = 2166136261u; // FNV-1a
        foreach (var b in key)
        {
            hash = (hash ^ b) * 16777619u;
        }
        return hash;
    }
}
