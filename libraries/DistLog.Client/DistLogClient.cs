using DistLog.Client.Events;
using DistLog.Client.Forward;
using DistLog.Client.MessagePack;
using DistLog.Client.Node;
using DistLog.Client.Queue;
using Microsoft.Extensions.Logging;

namespace DistLog.Client;

/// <summary>
/// This process's line to DistLog: takes events without ever waiting or throwing, and sends them to the collector in
/// the background, each until it is acknowledged. One for each process.
/// </summary>
public sealed class DistLogClient : IAsyncDisposable, IDisposable
{
    [ThreadStatic]
    private static MessagePackWriter? _threadWriter;

    [ThreadStatic]
    private static PropertyBag? _threadProperties;

    [ThreadStatic]
    private static bool _threadWrites;

    private readonly DistLogClientSettings _settings;
    private readonly TimeProvider _time;
    private readonly EventQueue _queue;
    private readonly ForwardSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private readonly NodeLife _life;
    private readonly DropReports _dropReports;
    private int _disposed;

    internal DistLogClient(DistLogClientSettings settings, ForwardEndpoint endpoint, NodeIdentity node, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        Node = node;
        _queue = new EventQueue(Limits(settings), time);
        _dropReports = new DropReports(this, _queue, time);
        _life = new NodeLife(this, settings, time);
        var builder = new ChunkBuilder(settings.Tag ?? $"distlog.{node.ServiceName}", settings.Gzip);
        var backoff = new Backoff(Milliseconds(settings.MinBackoffMs), Milliseconds(settings.MaxBackoffMs), Random.Shared);
        var timeouts = new SenderTimeouts(Milliseconds(settings.ConnectTimeoutMs), Milliseconds(settings.AckTimeoutMs));
        _sender = new ForwardSender(endpoint, builder, _queue, backoff, timeouts, time) { Acknowledged = _dropReports.Report };
        _sending = StartSending();
    }

    /// <summary>This instance's id, the same after a restart.</summary>
    public string NodeId => Node.NodeId;

    /// <summary>The kind of program, as DistLog shows it.</summary>
    public string ServiceName => Node.ServiceName;

    /// <summary>Events that wait to be sent.</summary>
    public int Waiting => _queue.Count;

    internal NodeIdentity Node { get; }

    internal DistLogClientSettings Settings => _settings;

    internal LinkState Link => _sender.Link;

    internal NodeLife Life => _life;

    /// <summary>Waits until everything logged before the call has been acknowledged by the collector.</summary>
    /// <remarks>Before a process ends itself, so that its last words arrive. Waits for as long as the collector is away: give a token with a limit.</remarks>
    /// <exception cref="OperationCanceledException">The token's limit came first.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _queue.WaitUntilSentAsync().WaitAsync(cancellationToken);

    /// <summary>Says goodbye, sends what is queued for at most <see cref="DistLogClientSettings.ShutdownFlushMs"/>, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _dropReports.ReportNow();
        _life.Stop();
        await TryFlushAsync(_settings.ShutdownFlushMs);
        await _stop.CancelAsync();
        await _sending;
        _sender.Dispose();
        _queue.Dispose();
        _stop.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, for containers that dispose synchronously.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    internal void TellTroublesTo(ILogger logger) => _sender.Diagnostics = logger;

    internal async Task<bool> TryFlushAsync(int milliseconds)
    {
        try
        {
            await _queue.WaitUntilSentAsync().WaitAsync(Milliseconds(milliseconds), TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>An empty property bag, to be filled for the next <see cref="Write(in LogRecord, Lane?)"/>, which takes it back.</summary>
    internal static PropertyBag RentProperties()
    {
        var properties = _threadProperties ?? new PropertyBag();
        _threadProperties = null;
        return properties;
    }

    /// <summary>Queues a log. Never throws: one whose values cannot be read is counted.</summary>
    internal void Write(in LogRecord log, Lane? lane = null)
    {
        if (_threadWrites)
        {
            // A value's ToString logs in its turn, perhaps within the very scope that it stands in: that would never end.
            CountUnreadable();
            return;
        }

        try
        {
            _threadWrites = true;
            var writer = RentWriter();
            LogEvents.Write(writer, Node, _time.GetUtcNow(), log, _settings.MaxTextLength);
            Add(lane ?? (Lane)log.Severity, writer, force: false);
            Return(log.Properties);
        }
        catch (Exception)
        {
            CountUnreadable();
        }
        finally
        {
            _threadWrites = false;
        }
    }

    /// <summary>Counts a log that could not be written because its state, a value or its formatter threw.</summary>
    internal void CountUnreadable() => _dropReports.CountUnreadable();

    internal void WriteRegistration()
    {
        var writer = RentWriter();
        LifeEvents.WriteRegistration(writer, Node, _time.GetUtcNow(), _settings.Dependencies);
        Add(Lane.Life, writer, force: false);
    }

    internal void WriteHeartbeat()
    {
        var writer = RentWriter();
        LifeEvents.WriteHeartbeat(writer, Node, _time.GetUtcNow());
        Add(Lane.Life, writer, force: false);
    }

    /// <summary>Writes the goodbye, behind everything else.</summary>
    internal void WriteGoodbye()
    {
        var writer = RentWriter();
        LifeEvents.WriteGoodbye(writer, Node, _time.GetUtcNow());
        Add(Lane.Fatal, writer, force: true);
    }

    private static void Return(PropertyBag properties)
    {
        properties.Clear();
        _threadProperties = properties;
    }

    private static MessagePackWriter RentWriter()
    {
        var writer = _threadWriter ?? new MessagePackWriter();
        _threadWriter = null;
        return writer;
    }

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);

    private static QueueLimits Limits(DistLogClientSettings settings) => new(
        settings.MaxQueueEvents, settings.MaxQueueBytes, settings.BatchEvents, settings.BatchBytes, Milliseconds(settings.LingerMs));

    private void Add(Lane lane, MessagePackWriter writer, bool force)
    {
        _queue.TryAdd(lane, writer.WrittenSpan, EventHeader.SequenceOffset, force);
        _threadWriter = writer;
    }

    // The loop must not carry the trace or the scopes of whoever happened to create the client.
    private Task StartSending()
    {
        using var isolated = ExecutionContext.SuppressFlow();
        return Task.Run(SendUntilStoppedAsync);
    }

    private async Task SendUntilStoppedAsync()
    {
        try
        {
            await _sender.RunAsync(_stop.Token);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // The end of a clean shutdown: a wait or a socket operation was cut short.
        }
    }
}
