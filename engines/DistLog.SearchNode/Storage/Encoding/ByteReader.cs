using System.Buffers.Binary;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Reads what <see cref="ByteBuffer"/> wrote. Bytes that end early or make no sense are damage.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>How many bytes are left.</summary>
    public readonly int Left => _rest.Length;

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            throw new DamagedDataException($"{count} bytes are wanted and {_rest.Length} are left");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Byte() => Take(1)[0];

    public readonly byte Peek() => _rest.IsEmpty ? throw new DamagedDataException("the bytes end early") : _rest[0];

    public long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>A count of things of which each takes at least a bit here, so that damage can't ask for endless memory.</summary>
    public int Count(int limit)
    {
        var count = Varint();
        return count <= (ulong)limit ? (int)count : throw new DamagedDataException($"a count of {count} is over the limit of {limit}");
    }

    public string Text() => System.Text.Encoding.UTF8.GetString(Take(Count(1 << 20)));

    public ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new DamagedDataException("a number has no end");
    }
}
