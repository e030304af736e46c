using System.Buffers;

namespace DistLog.Collector.MsgPack;

/// <summary>Finds where one MessagePack element ends, without reading what it means.</summary>
/// <remarks>
/// It remembers how far it came, so that an element that arrives in a thousand pieces is scanned once. It allocates
/// nothing after its construction. Declared lengths are compared with the limit as soon as they are read: each child
/// takes at least one byte, so <c>position + owed children &gt; limit</c> refuses <c>dd ff ff ff ff</c> after five bytes.
/// </remarks>
internal sealed class MsgPackScanner(int maxDepth, long maxBytes)
{
    // How many children the container at each depth still owes.
    private readonly long[] _open = new long[maxDepth];
    private int _depth;

    // Elements owed in all, the root included; the element ends when none is.
    private long _owed = 1;

    // Bytes scanned; it may lie beyond the input while a payload is under way.
    private long _position;

    /// <summary>Goes on scanning.</summary>
    /// <param name="input">The bytes from the start of the element, those of earlier calls included.</param>
    /// <param name="length">The element's length, where it is done.</param>
    public ScanStatus Scan(in ReadOnlySequence<byte> input, out long length)
    {
        length = 0;
        var status = ScanStatus.NeedMore;
        while (status == ScanStatus.NeedMore && _owed > 0 && _position < input.Length)
        {
            var before = _position;
            status = ScanSegment(input.Slice(_position));
            if (_position == before)
            {
                break;
            }
        }
        return Finish(status, input.Length, out length);
    }

    /// <summary>Scans an element that lies in one piece.</summary>
    public ScanStatus Scan(ReadOnlySpan<byte> input, out long length)
    {
        var status = ScanSpan(input, 0);
        return Finish(status, input.Length, out length);
    }

    /// <summary>Forgets the element, for the next one.</summary>
    public void Reset()
    {
        _depth = 0;
        _owed = 1;
        _position = 0;
    }

    private ScanStatus Finish(ScanStatus status, long available, out long length)
    {
        var done = status == ScanStatus.NeedMore && _owed == 0 && _position <= available;
        length = done ? _position : 0;
        return done ? ScanStatus.Done : status;
    }

    // A head may be cut by the border of two segments: then its few bytes are put together first.
    private ScanStatus ScanSegment(in ReadOnlySequence<byte> rest)
    {
        var start = _position;
        var status = ScanSpan(rest.FirstSpan, start);
        var used = _position - start;
        var headIsCut = status == ScanStatus.NeedMore && _owed > 0 && used < rest.FirstSpan.Length;
        return headIsCut ? ScanCutHead(rest.Slice(used)) : status;
    }

    private ScanStatus ScanCutHead(in ReadOnlySequence<byte> rest)
    {
        Span<byte> head = stackalloc byte[MsgPackHeader.MaxSize];
        var taken = (int)Math.Min(head.Length, rest.Length);
        rest.Slice(0, taken).CopyTo(head);
        return MsgPackHeader.TryRead(head[..taken], out var header) ? Take(header) : ScanStatus.NeedMore;
    }

    private ScanStatus ScanSpan(ReadOnlySpan<byte> span, long start)
    {
        var status = ScanStatus.NeedMore;
        while (status == ScanStatus.NeedMore && _owed > 0)
        {
            var at = _position - start;
            if (at >= span.Length || !MsgPackHeader.TryRead(span[(int)at..], out var header))
            {
                break;
            }
            status = Take(header);
        }
        return status;
    }

    private ScanStatus Take(in MsgPackHeader header)
    {
        if (header.Kind == MsgPackKind.Invalid)
        {
            return ScanStatus.Malformed;
        }
        _position += header.Size + header.PayloadLength;
        _owed += header.Children - 1;
        if (_position + _owed > maxBytes)
        {
            return ScanStatus.TooLarge;
        }
        return header.Children > 0 ? Open(header.Children) : Close();
    }

    private ScanStatus Open(long children)
    {
        if (_depth == maxDepth)
        {
            return ScanStatus.TooDeep;
        }
        _open[_depth++] = children;
        return ScanStatus.NeedMore;
    }

    private ScanStatus Close()
    {
        while (_depth > 0 && --_open[_depth - 1] == 0)
        {
            _depth--;
        }
        return ScanStatus.NeedMore;
    }
}
