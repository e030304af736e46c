using System.Buffers.Binary;

namespace DistLog.Broker.Records;

/// <summary>
/// Unpacks Snappy (format_description.txt): the unpacked length as a varint, then elements whose low two bits tell a literal or
/// a copy. Java clients wrap blocks in the xerial framing: an 8-byte magic, two versions (4 each), then blocks with big-endian lengths.
/// </summary>
internal static class Snappy
{
    private const int XerialHeaderBytes = 16;

    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    public static ReadOnlyMemory<byte>? TryUnpack(ReadOnlySpan<byte> packed, int maxBytes)
    {
        var output = new UnpackBuffer(maxBytes);
        if (!packed.StartsWith(XerialMagic))
        {
            return TryUnpackBlock(packed, output) ? output.Written : (ReadOnlyMemory<byte>?)null;
        }

        var rest = packed.Length < XerialHeaderBytes ? default : packed[XerialHeaderBytes..];
        while (rest.Length >= 4)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            if (length < 0 || length > rest.Length - 4 || !TryUnpackBlock(rest.Slice(4, length), output))
            {
                return null;
            }

            rest = rest[(4 + length)..];
        }

        return rest.IsEmpty ? output.Written : (ReadOnlyMemory<byte>?)null;
    }

    private static bool TryUnpackBlock(ReadOnlySpan<byte> block, UnpackBuffer output)
    {
        var start = output.Length;
        if (!TryReadVarInt(ref block, out var expected))
        {
            return false;
        }

        // Copies may not reach back before the block; UnpackBuffer only knows the whole output.
        while (!block.IsEmpty)
        {
            if (!TryReadElement(ref block, output, start))
            {
                return false;
            }
        }

        return output.Length - start == expected;
    }

    private static bool TryReadElement(ref ReadOnlySpan<byte> block, UnpackBuffer output, int start)
    {
        var tag = block[0];
        block = block[1..];
        return (tag & 3) switch
        {
            0 => TryReadLiteral(ref block, tag >> 2, output),
            1 => TryTake(ref block, 1, out var low) && Copy(((tag >> 5) << 8) | (int)low, ((tag >> 2) & 7) + 4),
            2 => TryTake(ref block, 2, out var near) && Copy((int)near, (tag >> 2) + 1),
            _ => TryTake(ref block, 4, out var far) && far <= int.MaxValue && Copy((int)far, (tag >> 2) + 1),
        };

        bool Copy(int distance, int count) => distance <= output.Length - start && output.TryRepeat(distance, count);
    }

    /// <summary>Lengths up to 60 stand in the tag; 60 to 63 there mean that 1 to 4 bytes with the length follow.</summary>
    private static bool TryReadLiteral(ref ReadOnlySpan<byte> block, int code, UnpackBuffer output)
    {
        uint length = (uint)code;
        if (code >= 60 && !TryTake(ref block, code - 59, out length))
        {
            return false;
        }

        if (length >= block.Length)
        {
            return false;
        }

        var literal = block[..((int)length + 1)];
        block = block[literal.Length..];
        return output.TryAppend(literal);
    }

    /// <summary>A little-endian number of 1 to 4 bytes.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> block, int bytes, out uint value)
    {
        value = 0;
        if (block.Length < bytes)
        {
            return false;
        }

        for (var i = 0; i < bytes; i++)
        {
            value |= (uint)block[i] << (8 * i);
        }

        block = block[bytes..];
        return true;
    }

    private static bool TryReadVarInt(ref ReadOnlySpan<byte> block, out int value)
    {
        value = 0;
        for (var shift = 0; shift < 35 && !block.IsEmpty; shift += 7)
        {
            var b = block[0];
            block = block[1..];
            value |= (b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value >= 0;
            }
        }

        return false;
    }
}
