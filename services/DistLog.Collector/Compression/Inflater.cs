using System.IO.Compression;
using System.Runtime.InteropServices;

namespace DistLog.Collector.Compression;

/// <summary>Inflates gzip (concatenated members too), zlib and raw deflate, within limits that hold while it inflates.</summary>
/// <remarks>That a stream is cut off is noticed only with the runtime's strict validation, which Directory.Build.props turns on.</remarks>
internal sealed class Inflater(int maxBytes, int maxRatio)
{
    // Below this a high ratio harms nobody.
    private const int FreeBytes = 8 * 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    /// <exception cref="InflateException">It is damaged, or beyond the limits.</exception>
    public PooledBytes Gzip(ReadOnlyMemory<byte> input) => Inflate(input, stream => new GZipStream(stream, CompressionMode.Decompress));

    /// <summary>Inflates what HTTP calls deflate: zlib by the standard, raw deflate by some senders' habit.</summary>
    /// <exception cref="InflateException">It is damaged, or beyond the limits.</exception>
    public PooledBytes Deflate(ReadOnlyMemory<byte> input) => HasZlibHeader(input.Span)
        ? Inflate(input, stream => new ZLibStream(stream, CompressionMode.Decompress))
        : Inflate(input, stream => new DeflateStream(stream, CompressionMode.Decompress));

    // RFC 1950, 2.2: the method is 8 and the two bytes are a multiple of 31.
    private static bool HasZlibHeader(ReadOnlySpan<byte> input) =>
        input.Length >= 2 && (input[0] & 0x0f) == 8 && ((input[0] << 8) | input[1]) % 31 == 0;

    private PooledBytes Inflate(ReadOnlyMemory<byte> input, Func<Stream, Stream> open)
    {
        var output = new PooledBytes(FirstBuffer);
        try
        {
            using var stream = open(AsStream(input));
            var limit = Math.Min(maxBytes, Math.Max(FreeBytes, (long)input.Length * maxRatio));
            ReadAll(stream, output, limit);
            return output;
        }
        catch (InvalidDataException e)
        {
            output.Dispose();
            throw new InflateException(false, $"the compressed data is damaged: {e.Message}");
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    private void ReadAll(Stream stream, PooledBytes output, long limit)
    {
        int read;
        while ((read = stream.Read(output.Free())) > 0)
        {
            output.Advance(read);
            if (output.Length > limit)
            {
                throw new InflateException(true, limit == maxBytes
                    ? $"it inflates to more than {maxBytes} bytes ({CollectorOptions.Section}:{nameof(CollectorOptions.MaxInflatedBytes)})"
                    : $"it inflates to more than {maxRatio} times its size ({CollectorOptions.Section}:{nameof(CollectorOptions.MaxInflateRatio)})");
            }
        }
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> input) =>
        MemoryMarshal.TryGetArray(input, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(input.ToArray(), writable: false);
}
