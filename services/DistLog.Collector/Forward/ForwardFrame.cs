using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Collector.Forward;

/// <summary>Where the parts of one whole forward message lie.</summary>
internal readonly struct ForwardFrame
{
    private ForwardFrame(ForwardMode mode, Range tag, Range body, long entries)
    {
        Mode = mode;
        Tag = tag;
        Body = body;
        Entries = entries;
    }

    public ForwardMode Mode { get; }

    public Range Tag { get; }

    /// <summary>What carries the events: the payload of a packed message, or all from the first entry (or the time) on.</summary>
    public Range Body { get; }

    /// <summary>How many entries a message of the mode Forward has.</summary>
    public long Entries { get; }

    /// <summary>Reads the head of a message whose structure was checked by <see cref="ForwardFramer"/>.</summary>
    /// <exception cref="PeerException">It is MessagePack, but no forward message.</exception>
    public static ForwardFrame Parse(ReadOnlySpan<byte> frame)
    {
        MsgPackHeader.TryRead(frame, out var root);
        if (root.Kind == MsgPackKind.Nil)
        {
            return new(ForwardMode.Heartbeat, default, default, 0);
        }
        var tag = ReadTag(frame, root.Size, out var next);
        if (root.Value < 2 || !MsgPackHeader.TryRead(frame[next..], out var second))
        {
            throw Malformed("has no events");
        }
        return second.Kind switch
        {
            MsgPackKind.String or MsgPackKind.Binary =>
                new(ForwardMode.Packed, tag, (next + second.Size)..(next + second.Size + (int)second.PayloadLength), 0),
            MsgPackKind.Array => new(ForwardMode.Forward, tag, (next + second.Size)..frame.Length, second.Children),
            _ when root.Value >= 3 => new(ForwardMode.Message, tag, next..frame.Length, 1),
            _ => throw Malformed("has a time and no record"),
        };
    }

    private static Range ReadTag(ReadOnlySpan<byte> frame, int at, out int next)
    {
        if (!MsgPackHeader.TryRead(frame[at..], out var tag) || tag.Kind is not (MsgPackKind.String or MsgPackKind.Binary))
        {
            throw Malformed("does not begin with a tag");
        }
        if (tag.PayloadLength > EventTag.MaxBytes)
        {
            throw Malformed($"has a tag of {tag.PayloadLength} bytes, more than {EventTag.MaxBytes}");
        }
        var start = at + tag.Size;
        next = start + (int)tag.PayloadLength;
        return start..next;
    }

    private static PeerException Malformed(string what) => new("malformed", $"the message {what}");
}
