using System.Buffers.Binary;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary>
/// Writes the parts of a composed key so that the bytes of two keys stand in the same order as their parts. A part is its place marker
/// (a missing value comes first or last), its kind, and the value: numbers as eight bytes, the highest first, turned so that negative
/// ones come first; strings with zeros escaped as 00 FF and closed by 00 00. For descending order all bytes of the value are inverted.
/// </summary>
internal sealed class KeyBuffer
{
    private const byte MissingFirst = 0;
    private const byte Present = 1;
    private const byte MissingLast = 2;
    private const byte Escape = 0xFF;

    private byte[] _bytes = new byte[64];

    /// <summary>How many bytes are written; set back to take parts away.</summary>
    public int Length { get; set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void WriteMissing(bool last)
    {
        Reserve(1);
        _bytes[Length++] = last ? MissingLast : MissingFirst;
    }

    public void WriteLong(long value, bool descending) => WriteNumber(KeyKind.Long, (ulong)value ^ (1UL << 63), descending);

    public void WriteDouble(double value, bool descending)
    {
        // -0.0 is the same number as 0.0.
        var bits = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
        WriteNumber(KeyKind.Double, (bits & (1UL << 63)) != 0 ? ~bits : bits ^ (1UL << 63), descending);
    }

    private void WriteNumber(KeyKind kind, ulong ordered, bool descending)
    {
        Reserve(10);
        _bytes[Length++] = Present;
        _bytes[Length++] = (byte)kind;
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(Length), descending ? ~ordered : ordered);
        Length += sizeof(ulong);
    }

    public void WriteString(ReadOnlySpan<byte> value, bool descending)
    {
        Reserve((value.Length * 2) + 4);
        _bytes[Length++] = Present;
        _bytes[Length++] = (byte)KeyKind.String;
        var start = Length;
        foreach (var letter in value)
        {
            _bytes[Length++] = letter;
            if (letter == 0)
            {
                _bytes[Length++] = Escape;
            }
        }

        _bytes[Length++] = 0;
        _bytes[Length++] = 0;
        for (var at = start; descending && at < Length; at++)
        {
            _bytes[at] = (byte)~_bytes[at];
        }
    }

    /// <summary>Appends a part that was written before.</summary>
    public void WriteBytes(ReadOnlySpan<byte> part)
    {
        Reserve(part.Length);
        part.CopyTo(_bytes.AsSpan(Length));
        Length += part.Length;
    }

    private void Reserve(int count)
    {
        if (Length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        }
    }

    /// <summary>Reads a key's next part and moves past it.</summary>
    public static KeyPart Read(ref ReadOnlySpan<byte> key, bool descending)
    {
        if (key[0] != Present)
        {
            key = key[1..];
            return default;
        }

        var kind = (KeyKind)key[1];
        key = key[2..];
        return kind == KeyKind.String ? new KeyPart(kind, 0, ReadString(ref key, descending)) : new KeyPart(kind, ReadNumber(ref key, descending), null);
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> key, bool descending)
    {
        var ordered = BinaryPrimitives.ReadUInt64BigEndian(key);
        key = key[sizeof(ulong)..];
        return descending ? ~ordered : ordered;
    }

    private static byte[] ReadString(ref ReadOnlySpan<byte> key, bool descending)
    {
        var turn = descending ? (byte)0xFF : (byte)0;
        var value = new List<byte>();
        var at = 0;
        for (; (key[at] ^ turn) != 0 || (key[at + 1] ^ turn) != 0; at++)
        {
            value.Add((byte)(key[at] ^ turn));
            at += (key[at] ^ turn) == 0 ? 1 : 0;
        }

        key = key[(at + 2)..];
        return [.. value];
    }
}

/// <summary>What a part of a key is.</summary>
internal enum KeyKind : byte
{
    Missing,
    Long,
    Double,
    String,
}

/// <summary>One part of a key, as it was written.</summary>
internal readonly record struct KeyPart(KeyKind Kind, ulong Ordered, byte[]? Bytes)
{
    public long Long => (long)(Ordered ^ (1UL << 63));

    public double Double => BitConverter.UInt64BitsToDouble((Ordered & (1UL << 63)) != 0 ? Ordered ^ (1UL << 63) : ~Ordered);
}
