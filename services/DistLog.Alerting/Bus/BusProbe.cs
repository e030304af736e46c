using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Alerting.Bus;

/// <summary>Where a topic ends.</summary>
/// <param name="TakenAt">A moment before it was asked: what the bus had by then lies before the ends.</param>
/// <param name="Ends">The end offset of each partition.</param>
/// <param name="AfterGap">Whether the bus did not answer for a while before.</param>
internal sealed record BusEnds(Moment TakenAt, long[] Ends, bool AfterGap);

/// <summary>
/// Asks the bus again and again where its topics end: first <c>nodes</c>; then, once the router has committed everything up
/// to there, <c>heartbeats</c>. Having read up to that proves that a beat which is not seen was not sent. It has its own
/// connection, where no long-polling fetch is in its way.
/// </summary>
internal sealed class BusProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly TimeProvider _time;
    private readonly AlertingOptions _options;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly TopicPartition[] _nodes = Partitions(Topics.Nodes);
    private readonly TopicPartition[] _heartbeats = Partitions(Topics.Heartbeats);
    private BusEnds? _unrouted;
    private BusEnds? _latest;
    private TimeSpan? _lastAnswer;
    private bool _gap;
    private bool _failing;
    private int _busy;

    public BusProbe(KafkaClients clients, TimeProvider time, AlertingOptions options, ILogger logger)
    {
        // It never joins the group: the group's name is what lets it read the router's committed offsets.
        _consumer = clients.CreateConsumer(options.RouterGroup);
        _time = time;
        _options = options;
        _logger = logger;
        _timer = time.CreateTimer(_ => Ask(), null, TimeSpan.Zero, options.JudgeInterval);
    }

    public static int HeartbeatPartitions => Partitions(Topics.Heartbeats).Length;

    /// <summary>The newest answer that nobody has taken yet, or null.</summary>
    public BusEnds? Take() => Interlocked.Exchange(ref _latest, null);

    /// <remarks>Waits for a request that is under way, at most <see cref="Timeout"/> for each partition.</remarks>
    public void Dispose()
    {
        _timer.Dispose();
        SpinWait.SpinUntil(() => Interlocked.Exchange(ref _busy, 1) == 0);
        _consumer.Dispose();
    }

    private static TopicPartition[] Partitions(string topic) =>
        [.. Enumerable.Range(0, Topics.All.Single(known => known.Name == topic).Partitions).Select(partition => new TopicPartition(topic, partition))];

    private void Ask()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            return;
        }

        try
        {
            AskOnce(Moment.Now(_time));
            _failing = false;
        }
        catch (KafkaException exception)
        {
            Failed(exception);
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    private void AskOnce(Moment now)
    {
        var ends = Ends(_nodes);
        if (_lastAnswer is { } last && now.Uptime - last > _options.BlindLimit)
        {
            // What was asked before the gap says nothing about the time after it.
            _gap = true;
            _unrouted = null;
        }

        _lastAnswer = now.Uptime;
        _unrouted ??= new BusEnds(now, ends, AfterGap: false);
        // One round is passed on at a time, so that none is overwritten with the gap that it tells of.
        if (Volatile.Read(ref _latest) is null && IsRouted(_unrouted.Ends))
        {
            Volatile.Write(ref _latest, new BusEnds(_unrouted.TakenAt, Ends(_heartbeats), _gap));
            _unrouted = null;
            _gap = false;
        }
    }

    private bool IsRouted(long[] ends)
    {
        if (_options.RouterGroup == AlertingOptions.NoRouterGroup)
        {
            return true;
        }

        var committed = _consumer.Committed(_nodes, Timeout).ToDictionary(offset => offset.Partition.Value, offset => offset.Offset.Value);
        return ends.Index().All(end => end.Item == 0 || committed.GetValueOrDefault(end.Index, -1) >= end.Item);
    }

    private long[] Ends(TopicPartition[] partitions) =>
        Array.ConvertAll(partitions, partition => _consumer.QueryWatermarkOffsets(partition, Timeout).High.Value);

    private void Failed(KafkaException exception)
    {
        if (!_failing)
        {
            Log.ProbeFailed(_logger, exception.Error.Reason);
        }

        _failing = true;
    }
}
