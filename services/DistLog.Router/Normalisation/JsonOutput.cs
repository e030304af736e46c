using System.Buffers;
using System.Buffers.Text;

namespace DistLog.Router.Normalisation;

/// <summary>A growing buffer to which JSON is written by hand: mostly bytes of the input, passed on as they are. One owner, one thread.</summary>
internal sealed class JsonOutput
{
    // Documents are about a kilobyte; a buffer grown by a giant is given back.
    private const int KeptCapacity = 64 * 1024;

    private static readonly SearchValues<byte> NeedEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_buffer.Length > KeptCapacity)
        {
            _buffer = new byte[4096];
        }
    }

    /// <summary>Takes back what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    public void Raw(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    /// <summary>Bytes in quotes, without escaping: for text that is known to need none, or that is escaped already.</summary>
    public void Quoted(ReadOnlySpan<byte> bytes)
    {
        var target = Reserve(bytes.Length + 2);
        target[0] = (byte)'"';
        bytes.CopyTo(target[1..]);
        target[bytes.Length + 1] = (byte)'"';
        Length += bytes.Length + 2;
    }

    /// <summary>UTF-8 text as a JSON string.</summary>
    public void Text(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAny(NeedEscape))
        {
            Quoted(text);
            return;
        }

        Raw((byte)'"');
        for (var special = text.IndexOfAny(NeedEscape); special >= 0; special = text.IndexOfAny(NeedEscape))
        {
            Raw(text[..special]);
            Escape(text[special]);
            text = text[(special + 1)..];
        }

        Raw(text);
        Raw((byte)'"');
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Reserve(20), out var written);
        Length += written;
    }

    /// <summary>An RFC 3339 time in quotes.</summary>
    public void Time(long unixNanoseconds)
    {
        Raw((byte)'"');
        Length += TimestampFormat.Write(unixNanoseconds, Reserve(TimestampFormat.MaxLength));
        Raw((byte)'"');
    }

    /// <summary>
    /// Replaces line breaks by blanks. In valid JSON they stand only between tokens, and the store's bulk format
    /// ends a document with one.
    /// </summary>
    public void JoinLines()
    {
        var written = _buffer.AsSpan(0, Length);
        if (written.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            written.Replace((byte)'\n', (byte)' ');
            written.Replace((byte)'\r', (byte)' ');
        }
    }

    private void Escape(byte value)
    {
        if (value is (byte)'"' or (byte)'\\')
        {
            Raw((byte)'\\');
            Raw(value);
            return;
        }

        Raw("\\u00"u8);
        Utf8Formatter.TryFormat(value, Reserve(2), out var written, new StandardFormat('x', 2));
        Length += written;
    }

    private Span<byte> Reserve(int count)
    {
        if (_buffer.Length - Length < count)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + count));
        }

        return _buffer.AsSpan(Length);
    }
}
