namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Numbers of any width, one right after another, the lowest bit first. The last byte is padded by <see cref="Finish"/>.</summary>
internal sealed class BitWriter(ByteBuffer target)
{
    private ulong _pending;
    private int _pendingBits;

    /// <summary>Appends the lowest bits of a number; those above must be zero. At most 32, so that the pending bits have room.</summary>
    public void Write(uint value, int width)
    {
        _pending |= (ulong)value << _pendingBits;
        _pendingBits += width;
        if (_pendingBits >= 32)
        {
            target.Int((int)_pending);
            _pending >>= 32;
            _pendingBits -= 32;
        }
    }

    /// <summary>Appends up to 64 bits.</summary>
    public void WriteLong(ulong value, int width)
    {
        if (width <= 32)
        {
            Write((uint)value, width);
            return;
        }

        Write((uint)value, 32);
        Write((uint)(value >> 32), width - 32);
    }

    public void Finish()
    {
        for (; _pendingBits > 0; _pendingBits -= 8, _pending >>= 8)
        {
            target.Byte((byte)_pending);
        }

        (_pending, _pendingBits) = (0, 0);
    }
}
