using DistLog.Collector.MsgPack;

namespace DistLog.Collector.Forward;

/// <summary>The option map at the end of a forward message: <c>chunk</c>, <c>compressed</c>; <c>size</c> is a hint that nothing depends on.</summary>
internal readonly struct ForwardOption
{
    // Fluentd's chunk ids have 16 bytes, in base64 24.
    private const int MaxChunkBytes = 1024;

    private ForwardOption(byte[]? chunk, bool isGzip)
    {
        Chunk = chunk;
        IsGzip = isGzip;
    }

    /// <summary>The id to acknowledge, where the sender wants that.</summary>
    public byte[]? Chunk { get; }

    public bool IsGzip { get; }

    /// <summary>Reads the option at the start of the input; there may be none.</summary>
    /// <exception cref="PeerException">It asks for what is not known.</exception>
    public static ForwardOption Parse(ReadOnlySpan<byte> input)
    {
        if (!MsgPackHeader.TryRead(input, out var map) || map.Kind != MsgPackKind.Map)
        {
            return default;
        }
        var rest = input[map.Size..];
        byte[]? chunk = null;
        var isGzip = false;
        for (var i = 0UL; i < map.Value; i++)
        {
            var key = TakeText(ref rest);
            var value = TakeText(ref rest);
            if (key.SequenceEqual("chunk"u8))
            {
                chunk = value.Length is > 0 and <= MaxChunkBytes ? value.ToArray() : null;
            }
            else if (key.SequenceEqual("compressed"u8))
            {
                isGzip = IsCompressed(value);
            }
        }
        return new(chunk, isGzip);
    }

    private static bool IsCompressed(ReadOnlySpan<byte> method)
    {
        if (method.SequenceEqual("gzip"u8))
        {
            return true;
        }
        if (method.IsEmpty || method.SequenceEqual("text"u8))
        {
            return false;
        }
        throw new PeerException("unsupported", $"the option compressed is '{System.Text.Encoding.UTF8.GetString(method[..Math.Min(method.Length, 32)])}'; gzip is understood");
    }

    // The payload of a string or binary, or nothing of any other element, which is stepped over.
    private static ReadOnlySpan<byte> TakeText(ref ReadOnlySpan<byte> rest)
    {
        MsgPackHeader.TryRead(rest, out var header);
        if (header.Kind is MsgPackKind.String or MsgPackKind.Binary)
        {
            var payload = rest.Slice(header.Size, (int)header.PayloadLength);
            rest = rest[(header.Size + payload.Length)..];
            return payload;
        }
        rest = rest[MsgPackExtent.Of(rest)..];
        return default;
    }
}
