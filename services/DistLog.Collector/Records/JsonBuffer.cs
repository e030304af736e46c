namespace DistLog.Collector.Records;

/// <summary>Where one record's JSON is put together: a buffer that is used again for the next one.</summary>
/// <remarks>It grows by doubling up to what one record may take; whoever writes checks that limit (<see cref="Length"/>).</remarks>
internal sealed class JsonBuffer
{
    // A usual event of 300 B fits with room; larger ones grow it once for a connection.
    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Room for at least <paramref name="size"/> bytes; <see cref="Advance"/> says how many were written.</summary>
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + size));
        }
        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Reserve(value.Length));
        Length += value.Length;
    }

    /// <summary>Puts a blank in the place of one byte.</summary>
    public void Blank(int at) => _bytes[at] = (byte)' ';

    public void Truncate(int length) => Length = length;

    public void Clear() => Length = 0;
}
