using System.Buffers.Binary;
using System.Security.Cryptography;

namespace DistLog.Router.Deduplication;

/// <summary>
/// Remembers the ids of the last events, so that what a sender sent again is not counted and alerted on again.
/// </summary>
/// <remarks>
/// Two generations of 128-bit hashes: a full one becomes the old one and the old one is forgotten, so the last n to 2 n
/// ids are known. Memory: at most 2 × 16 bytes × the power of two at or above 4/3 n (n = 1,000,000: 64 MiB), less while
/// fewer were seen. That two different ids of a window meet in one hash, so that an event would be taken for another's
/// resend, has a probability below n² / 2¹²⁷ (10⁻²⁶).
/// <para>
/// Why a first event may count as seen before the bus has acknowledged it: its resend stands in the same or a later
/// batch, and offsets are committed batch by batch in order, so the resend's offset is committed only after the first
/// event's acknowledgement; when that fails, the process ends, this window with it, and both are read again.
/// </para>
/// </remarks>
internal sealed class DeduplicationWindow
{
    private readonly int _capacity;
    private readonly SipHash _hash;
    private HashTable _current = new();
    private HashTable _previous = new();

    /// <param name="capacity">How many ids one generation holds.</param>
    public DeduplicationWindow(int capacity)
    {
        _capacity = capacity;
        Span<byte> key = stackalloc byte[16];
        RandomNumberGenerator.Fill(key);
        _hash = new(BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[8..]));
    }

    /// <summary>Whether the id is new to the window; it is known from now on.</summary>
    public bool Add(ReadOnlySpan<byte> id)
    {
        var hash = _hash.Compute(id);
        if (_current.Contains(hash) || _previous.Contains(hash))
        {
            return false;
        }

        if (_current.Count >= _capacity)
        {
            (_current, _previous) = (_previous, _current);
            _current.Clear();
        }

        _current.Add(hash);
        return true;
    }
}
