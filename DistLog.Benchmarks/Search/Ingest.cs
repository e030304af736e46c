using System.Diagnostics;
using System.Net.Http.Headers;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Benchmarks.Search;

/// <summary>Sends bulk requests from a file over some connections.</summary>
internal static class Ingest
{
    /// <summary>The alias's data stream, as the storage service names it.</summary>
    private static readonly Uri Target = new("logs-distlog-default/_bulk", UriKind.Relative);

    private static readonly MediaTypeHeaderValue ContentType = new("application/x-ndjson");

    /// <summary>An answer begins with the time it took and with whether there were errors.</summary>
    private const int AnswerHead = 100;

    public static async Task<TimeSpan> RunAsync(HttpClient client, EventFile events, int connections)
    {
        using var file = File.OpenHandle(events.Path);
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            var buffer = new byte[events.Batches.Max(batch => batch.Length)];
            while (Interlocked.Increment(ref next) is var i && i < events.Batches.Count)
            {
                await SendAsync(client, file, events.Batches[i], buffer);
            }
        })));
        return watch.Elapsed;
    }

    private static async Task SendAsync(HttpClient client, SafeFileHandle file, EventFile.Batch batch, byte[] buffer)
    {
        for (var read = 0; read < batch.Length;)
        {
            read += RandomAccess.Read(file, buffer.AsSpan(read, batch.Length - read), batch.Offset + read);
        }

        using var content = new ByteArrayContent(buffer, 0, batch.Length);
        content.Headers.ContentType = ContentType;
        using var response = await client.PostAsync(Target, content);
        var answer = await response.Content.ReadAsByteArrayAsync();
        if (!response.IsSuccessStatusCode || answer.AsSpan(0, Math.Min(answer.Length, AnswerHead)).IndexOf("\"errors\":false"u8) < 0)
        {
            throw new InvalidOperationException($"the node refused: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer.AsSpan(0, Math.Min(answer.Length, 2_000)))}");
        }
    }
}
