using System.Buffers.Binary;
using System.Text;

namespace DistLog.Client.Forward;

/// <summary>Reads the collector's answer to a chunk: the MessagePack map <c>{"ack": id}</c>, and nothing else.</summary>
internal static class AckFramer
{
    /// <param name="input">All bytes received since the last answer.</param>
    /// <param name="consumed">How many of them the answer takes, where it is done.</param>
    /// <param name="chunkId">The acknowledged id, where it is done.</param>
    public static AckStatus TryRead(ReadOnlySpan<byte> input, out int consumed, out string chunkId)
    {
        consumed = 0;
        chunkId = string.Empty;
        var rest = input;
        var status = ReadKey(ref rest);
        if (status != AckStatus.Done)
        {
            return status;
        }

        status = ReadText(ref rest, out var id);
        consumed = input.Length - rest.Length;
        chunkId = Encoding.UTF8.GetString(id);
        return status;
    }

    private static AckStatus ReadKey(ref ReadOnlySpan<byte> rest)
    {
        var status = ReadMapOfOne(ref rest);
        if (status != AckStatus.Done)
        {
            return status;
        }

        status = ReadText(ref rest, out var key);
        return status == AckStatus.Done && !key.SequenceEqual("ack"u8) ? AckStatus.Malformed : status;
    }

    // A map of one pair as fixmap, map 16 or map 32.
    private static AckStatus ReadMapOfOne(ref ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return AckStatus.NeedMore;
        }

        ReadOnlySpan<byte> header = rest[0] switch
        {
            0x81 => [0x81],
            0xde => [0xde, 0, 1],
            0xdf => [0xdf, 0, 0, 0, 1],
            _ => [],
        };
        return header.IsEmpty ? AckStatus.Malformed : Skip(ref rest, header);
    }

    private static AckStatus Skip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> header)
    {
        var present = Math.Min(header.Length, rest.Length);
        if (!rest[..present].SequenceEqual(header[..present]))
        {
            return AckStatus.Malformed;
        }

        rest = rest[present..];
        return present == header.Length ? AckStatus.Done : AckStatus.NeedMore;
    }

    // fixstr, str 8, bin 8, str 16 or bin 16: no id of ours is longer.
    private static AckStatus ReadText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (rest.IsEmpty)
        {
            return AckStatus.NeedMore;
        }

        var (header, known) = rest[0] switch
        {
            >= 0xa0 and <= 0xbf => (1, true),
            0xd9 or 0xc4 => (2, true),
            0xda or 0xc5 => (3, true),
            _ => (0, false),
        };
        if (!known || rest.Length < header)
        {
            return known ? AckStatus.NeedMore : AckStatus.Malformed;
        }

        return Slice(ref rest, header, out text);
    }

    private static AckStatus Slice(ref ReadOnlySpan<byte> rest, int header, out ReadOnlySpan<byte> text)
    {
        var length = header switch
        {
            1 => rest[0] & 0x1f,
            2 => rest[1],
            _ => BinaryPrimitives.ReadUInt16BigEndian(rest[1..]),
        };
        text = default;
        if (rest.Length < header + length)
        {
            return AckStatus.NeedMore;
        }

        text = rest.Slice(header, length);
        rest = rest[(header + length)..];
        return AckStatus.Done;
    }
}
