using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DistLog.Alerting.Logs;

/// <summary>Remembers the newest document ids, so that a redelivered event is noticed.</summary>
/// <remarks>Keeps 128 bits of each id's hash: of 100,000 ids two are the same with a probability of 10^-29.</remarks>
internal sealed class SeenIds(int capacity)
{
    private readonly HashSet<UInt128> _known = [];
    private readonly UInt128[] _ring = new UInt128[capacity];
    private long _added;

    /// <summary>Whether the id is new; the oldest one is forgotten for it where the window is full.</summary>
    public bool Add(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        var key = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        if (!_known.Add(key))
        {
            return false;
        }

        ref var slot = ref _ring[_added++ % capacity];
        if (_added > capacity)
        {
            _known.Remove(slot);
        }

        slot = key;
        return true;
    }
}
