namespace DistLog.Broker.Records;

/// <summary>Output of a decompressor: grows up to a limit, and copies from what it already holds.</summary>
internal sealed class UnpackBuffer(int maxBytes)
{
    private byte[] _bytes = new byte[Math.Min(maxBytes, 64 * 1024)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Appends; false above the limit.</summary>
    public bool TryAppend(ReadOnlySpan<byte> data)
    {
        if (!TryReserve(data.Length))
        {
            return false;
        }

        data.CopyTo(_bytes.AsSpan(Length));
        Length += data.Length;
        return true;
    }

    /// <summary>Repeats what stands <paramref name="distance"/> bytes back; the ranges may overlap, byte by byte. False when there is no such match.</summary>
    public bool TryRepeat(int distance, int count)
    {
        if (distance <= 0 || distance > Length || !TryReserve(count))
        {
            return false;
        }

        for (var i = 0; i < count; i++, Length++)
        {
            _bytes[Length] = _bytes[Length - distance];
        }

        return true;
    }

    private bool TryReserve(int count)
    {
        if (count < 0 || count > maxBytes - Length)
        {
            return false;
        }

        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(maxBytes, Math.Max(_bytes.Length * 2L, Length + count)));
        }

        return true;
    }
}
