using System.Buffers;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>Sends numbered events with acknowledgement until told to stop, and knows how many were acknowledged.</summary>
internal sealed class NumberedLoad(Uri forward) : IAsyncDisposable
{
    private const int EventsPerChunk = 100;

    private readonly CancellationTokenSource _stop = new();
    private Task _sending = Task.CompletedTask;
    private int _acknowledged;

    /// <summary>A word that stands in every event of this load and nowhere else.</summary>
    public string Run { get; } = "run" + Guid.NewGuid().ToString("N");

    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public int Resends { get; private set; }

    public void Start() => _sending = Task.Run(SendAsync);

    /// <summary>Stops after the chunk under way has been acknowledged.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task SendAsync()
    {
        await using var sender = new ForwardSender(forward.Host, forward.Port);
        for (var first = 0; !_stop.IsCancellationRequested; first += EventsPerChunk)
        {
            await sender.SendAsync("load", Chunk(first), CancellationToken.None);
            Interlocked.Add(ref _acknowledged, EventsPerChunk);
            Resends = sender.Resends;
        }
    }

    private ReadOnlyMemory<byte> Chunk(int first)
    {
        var entries = new ArrayBufferWriter<byte>();
        for (var number = first; number < first + EventsPerChunk; number++)
        {
            ForwardSender.WriteEntry(
                entries,
                DateTimeOffset.UtcNow,
                ("log_id", $"{Run}-{number}"),
                ("node_id", Run),
                ("message_type", "LOG"),
                ("log_level", "INFO"),
                ("service_name", "LoadService"),
                ("message", $"{Run} event {number}"));
        }

        return entries.WrittenMemory;
    }
}
