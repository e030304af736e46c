using DistLog.Collector.Compression;

namespace DistLog.Collector.Http;

/// <summary>Reads a request's body whole, inflated, within the limits.</summary>
internal sealed class RequestBody(CollectorOptions options, Inflater inflater)
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads the body; the caller disposes it.</summary>
    /// <exception cref="HttpRefusal">413, 415, 400 or 429.</exception>
    public async Task<PooledBytes> ReadAsync(HttpRequest request, BufferBudget.Lease lease, CancellationToken cancellationToken)
    {
        var encoding = Encoding(request);
        var raw = await ReadRawAsync(request, lease, cancellationToken);
        if (encoding == Coding.Identity)
        {
            return raw;
        }
        using (raw)
        {
            return Inflate(raw, encoding, lease);
        }
    }

    private async Task<PooledBytes> ReadRawAsync(HttpRequest request, BufferBudget.Lease lease, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxBodyBytes)
        {
            throw TooLarge();
        }
        var body = new PooledBytes(FirstBuffer);
        try
        {
            await FillAsync(body, request, lease, cancellationToken);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private async Task FillAsync(PooledBytes body, HttpRequest request, BufferBudget.Lease lease, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await request.BodyReader.ReadAsync(cancellationToken);
            var length = result.Buffer.Length;
            if (body.Length + length > options.MaxBodyBytes)
            {
                throw TooLarge();
            }
            Hold(lease, length);
            body.Append(result.Buffer);
            request.BodyReader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                return;
            }
        }
    }

    private PooledBytes Inflate(PooledBytes raw, Coding coding, BufferBudget.Lease lease)
    {
        try
        {
            var inflated = coding == Coding.Gzip ? inflater.Gzip(raw.Memory) : inflater.Deflate(raw.Memory);
            if (lease.TryAdd(inflated.Length))
            {
                return inflated;
            }
            inflated.Dispose();
            throw TooBusy();
        }
        catch (InflateException e)
        {
            throw new HttpRefusal(e.IsTooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest, e.Message);
        }
    }

    private static void Hold(BufferBudget.Lease lease, long bytes)
    {
        if (!lease.TryAdd(bytes))
        {
            throw TooBusy();
        }
    }

    private static HttpRefusal TooBusy() =>
        new(StatusCodes.Status429TooManyRequests, "too many large bodies at once; come again") { RetryAfter = 1 };

    private HttpRefusal TooLarge() => new(
        StatusCodes.Status413PayloadTooLarge,
        $"the body is larger than {options.MaxBodyBytes} bytes; send smaller batches or raise {CollectorOptions.Section}:{nameof(CollectorOptions.MaxBodyBytes)}");

    private static Coding Encoding(HttpRequest request) => request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
    {
        "" or "identity" => Coding.Identity,
        "gzip" or "x-gzip" => Coding.Gzip,
        "deflate" => Coding.Deflate,
        _ => throw new HttpRefusal(StatusCodes.Status415UnsupportedMediaType, "the content encoding is not known; gzip and deflate are understood"),
    };

    private enum Coding
    {
        Identity,
        Gzip,
        Deflate,
    }
}
