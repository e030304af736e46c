using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DistLog.Benchmarks;

/// <summary>How long the same bytes take through one loopback socket with a reader that throws them away.</summary>
internal static class LoopbackLimit
{
    public static async Task<TimeSpan> MeasureAsync(ReadOnlyMemory<byte>[] chunks, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken);
        using var server = await listener.AcceptTcpClientAsync(cancellationToken);
        var watch = Stopwatch.StartNew();
        var drained = DrainAsync(server.GetStream(), chunks.Sum(chunk => (long)chunk.Length), cancellationToken);
        foreach (var chunk in chunks)
        {
            await client.GetStream().WriteAsync(chunk, cancellationToken);
        }

        await drained;
        return watch.Elapsed;
    }

    private static async Task DrainAsync(NetworkStream stream, long bytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            bytes -= await stream.ReadAsync(buffer, cancellationToken);
        }
    }
}
