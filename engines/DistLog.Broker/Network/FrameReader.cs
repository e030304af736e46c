using System.Buffers;

namespace DistLog.Broker.Network;

/// <summary>What the bytes at the start of a stream are.</summary>
internal enum FrameStatus
{
    Done,
    NeedMore,
    Malformed,
}

/// <summary>Kafka's framing: a big-endian signed 32-bit length, then that many bytes.</summary>
internal static class FrameReader
{
    public const int PrefixBytes = 4;

    /// <summary>Api key, version and correlation id: no request is shorter.</summary>
    public const int MinFrameBytes = 8;

    /// <summary>Looks for one whole frame at the start of <paramref name="buffer"/>; allocates nothing whatever the length says.</summary>
    /// <param name="buffer">Advanced past the frame when there is one.</param>
    /// <param name="maxFrameBytes">A longer frame is malformed as soon as its length is known.</param>
    /// <param name="frame">The bytes after the length.</param>
    /// <param name="declaredBytes">The length as soon as it is known, otherwise 0.</param>
    public static FrameStatus TryRead(
        ref ReadOnlySequence<byte> buffer, int maxFrameBytes, out ReadOnlySequence<byte> frame, out int declaredBytes)
    {
        frame = default;
        declaredBytes = 0;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int length))
        {
            return FrameStatus.NeedMore;
        }

        declaredBytes = length;
        if (length < MinFrameBytes || length > maxFrameBytes)
        {
            return FrameStatus.Malformed;
        }

        if (reader.Remaining < length)
        {
            return FrameStatus.NeedMore;
        }

        frame = buffer.Slice(PrefixBytes, length);
        buffer = buffer.Slice(frame.End);
        return FrameStatus.Done;
    }
}
