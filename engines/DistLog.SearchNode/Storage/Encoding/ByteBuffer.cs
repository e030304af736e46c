using System.Buffers.Binary;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Bytes being written, little-endian.</summary>
internal sealed class ByteBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public byte[] ToArray() => Span.ToArray();

    public Span<byte> Take(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    /// <summary>Gives back the last bytes taken.</summary>
    public void Return(int count) => Length -= count;

    public void Clear() => Length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Bytes(ReadOnlySpan<byte> value) => value.CopyTo(Take(value.Length));

    public void Text(string value)
    {
        Varint((ulong)System.Text.Encoding.UTF8.GetByteCount(value));
        Bytes(System.Text.Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Seven bits a byte, the lowest first; the top bit says that more follow.</summary>
    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    /// <summary>A signed number, small where it is near zero on either side.</summary>
    public void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));
}
