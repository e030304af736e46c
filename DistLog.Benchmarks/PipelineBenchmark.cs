using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using DistLog.Tests.Support;

namespace DistLog.Benchmarks;

/// <summary>
/// Sends numbered events over the forward protocol with acknowledgement to a running DistLog and measures until the
/// last is found by a search. Beside it stands the limit: the same bytes through a bare loopback socket.
/// </summary>
internal static class PipelineBenchmark
{
    private const int EventsPerChunk = 1_000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = PipelineOptions.Parse(args);
        using var deadline = new CancellationTokenSource(Deadline);
        var run = Guid.NewGuid().ToString("N");
        var chunks = Enumerable.Range(0, options.Events / EventsPerChunk).Select(i => Chunk(run, i)).ToArray();
        var bytes = chunks.Sum(chunk => (long)chunk.Length);

        var socket = await LoopbackLimit.MeasureAsync(chunks, deadline.Token);
        var watch = Stopwatch.StartNew();
        await SendAsync(options, chunks, deadline.Token);
        var acknowledged = watch.Elapsed;
        var store = new StoreCounter(options.Elasticsearch);
        await store.WaitForAsync(run, chunks.Length * EventsPerChunk, deadline.Token);
        Report(chunks.Length * EventsPerChunk, bytes, socket, acknowledged, watch.Elapsed);
        return 0;
    }

    private static async Task SendAsync(PipelineOptions options, ReadOnlyMemory<byte>[] chunks, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, options.Senders).Select(async _ =>
        {
            await using var sender = new ForwardSender(options.ForwardHost, options.ForwardPort);
            while (Interlocked.Increment(ref next) is var i && i < chunks.Length)
            {
                await sender.SendAsync("benchmark", chunks[i], cancellationToken);
            }
        }));
    }

    private static ReadOnlyMemory<byte> Chunk(string run, int number)
    {
        var output = new ArrayBufferWriter<byte>(EventsPerChunk * 400);
        for (var i = 0; i < EventsPerChunk; i++)
        {
            WriteEvent(output, run, (number * EventsPerChunk) + i);
        }

        return output.WrittenMemory;
    }

    private static void WriteEvent(ArrayBufferWriter<byte> output, string run, int number)
    {
        var level = (number % 20) switch { 0 => "ERROR", 1 or 2 or 3 => "WARN", _ => "INFO" };
        ForwardSender.WriteEntry(
            output,
            DateTimeOffset.UtcNow,
            ("log_id", Guid.NewGuid().ToString()),
            ("node_id", $"bench-{number % 24}"),
            ("log_level", level),
            ("message_type", "LOG"),
            ("message", $"Request {number} for customer {number * 7919L % 100_000} took {number % 900} ms on shard {number % 16}"),
            ("service_name", "BenchmarkService"),
            ("timestamp", DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture)),
            ("run", run));
    }

    private static void Report(int events, long bytes, TimeSpan socket, TimeSpan acknowledged, TimeSpan searchable)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            events                       {events:N0} of {bytes / events:N0} B
            client → acknowledged        {events / acknowledged.TotalSeconds,12:N0} events/s
            client → searchable          {events / searchable.TotalSeconds,12:N0} events/s   (to reach: 60,000)
            limit: same bytes, socket    {events / socket.TotalSeconds,12:N0} events/s
            searchable / limit           {socket / searchable,12:P2}
            """));
    }
}
