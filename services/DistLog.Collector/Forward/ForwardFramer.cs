using System.Buffers;
using DistLog.Collector.MsgPack;

namespace DistLog.Collector.Forward;

/// <summary>Cuts a stream into forward messages: each is one MessagePack array (or nil, which is a heartbeat).</summary>
internal sealed class ForwardFramer(long maxFrameBytes)
{
    // A message, its entries and one entry stand around a record.
    private const int EnvelopeDepth = 3;

    private readonly MsgPackScanner _scanner = new(MsgPackTranscoder.MaxDepth + EnvelopeDepth, maxFrameBytes);

    /// <summary>Takes the message at the start of the buffer.</summary>
    /// <param name="buffer">What has come and was not taken; it moves behind the message.</param>
    /// <param name="frame">The message, where true is returned.</param>
    /// <returns>False where more must come.</returns>
    /// <exception cref="PeerException">The bytes are no forward message, or one beyond the limits.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (buffer.IsEmpty)
        {
            return false;
        }
        CheckFirstByte(buffer.FirstSpan[0]);
        var status = _scanner.Scan(buffer, out var length);
        if (status == ScanStatus.NeedMore)
        {
            return false;
        }
        if (status != ScanStatus.Done)
        {
            throw Refusal(status);
        }
        frame = buffer.Slice(0, length);
        buffer = buffer.Slice(length);
        _scanner.Reset();
        return true;
    }

    private static void CheckFirstByte(byte first)
    {
        if (first is not (0xc0 or 0xdc or 0xdd or (>= 0x92 and <= 0x9f)))
        {
            throw new PeerException("not_forward", $"a forward message begins with a MessagePack array, not with 0x{first:x2}; HTTP is spoken on another port");
        }
    }

    private PeerException Refusal(ScanStatus status) => status switch
    {
        ScanStatus.TooDeep => new("too_deep", $"the message has more than {MsgPackTranscoder.MaxDepth} containers within each other"),
        ScanStatus.TooLarge => new("too_large", $"the message is larger than {maxFrameBytes} bytes; send smaller chunks or raise {CollectorOptions.Section}:{nameof(CollectorOptions.MaxFrameBytes)}"),
        _ => new("malformed", "the message is not MessagePack"),
    };
}
