using Confluent.Kafka;
using DistLog.Alerting.Logs;
using DistLog.Alerting.Nodes;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Alerting.Bus;

/// <summary>Consumes critical and heartbeats, decides, and writes what it decided, until it is told to stop or the bus fails for good.</summary>
/// <remarks>
/// One thread does it all, so decisions fall in the order of arrival. Offsets are committed only after everything that
/// follows from them is acknowledged. There is one alerting process: a second one in the group would take half of the
/// partitions, and then neither judges nodes.
/// </remarks>
internal sealed class AlertingSession : IDisposable
{
    // Bounds what one round holds in memory and how long writes and judgements wait for a burst.
    private const int MaxBatch = 2_000;

    private static readonly TimeSpan IdleWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FlushWait = TimeSpan.FromSeconds(1);

    private readonly AlertingState _state;
    private readonly AlertingOptions _options;
    private readonly AlertingMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly BusWriter _writer;
    private readonly BusProbe _probe;
    private readonly long[] _heartbeatPositions;
    private readonly Dictionary<TopicPartition, Offset> _uncommitted = [];
    private readonly List<ConsumeResult<byte[], byte[]>> _batch = [];
    private BusEnds? _ends;
    private TimeSpan _lastCommit;

    public AlertingSession(KafkaClients clients, AlertingState state, AlertingOptions options, AlertingMetrics metrics, TimeProvider time, ILogger logger)
    {
        _state = state;
        _options = options;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _heartbeatPositions = [.. Enumerable.Repeat(-1L, BusProbe.HeartbeatPartitions)];
        _consumer = clients.CreateConsumer("alerting", config => config.EnablePartitionEof = true);
        _writer = new BusWriter(clients, metrics, logger);
        _probe = new BusProbe(clients, time, options, logger);
    }

    /// <summary>When nodes were last judged (<see cref="Moment.Uptime"/>).</summary>
    public TimeSpan? LastJudged { get; private set; }

    /// <exception cref="KafkaException">The bus fails in a way that only starting over mends.</exception>
    public void Run(CancellationToken stop)
    {
        _state.Change(state => state.Nodes.RepeatFiring());
        _consumer.Subscribe([Topics.Heartbeats, Topics.Critical]);
        while (!stop.IsCancellationRequested)
        {
            Collect();
            _state.Change(Decide);
            _writer.Write(_state.Outbox);
            CommitWhenDue(_options.CommitInterval);
        }

        CommitWhenDue(TimeSpan.Zero);
        _consumer.Close();
    }

    public void Dispose()
    {
        _probe.Dispose();
        _consumer.Dispose();
        _writer.Dispose();
    }

    private void Collect()
    {
        _batch.Clear();
        var record = Consume(IdleWait);
        while (record is not null)
        {
            _batch.Add(record);
            record = _batch.Count < MaxBatch ? Consume(TimeSpan.Zero) : null;
        }
    }

    private ConsumeResult<byte[], byte[]>? Consume(TimeSpan wait)
    {
        try
        {
            return _consumer.Consume(wait);
        }
        catch (ConsumeException exception) when (!exception.Error.IsFatal)
        {
            Log.ConsumeFailed(_logger, exception.Error.Reason);
            return null;
        }
    }

    private void Decide(AlertingState state)
    {
        var now = Moment.Now(_time);
        foreach (var record in _batch)
        {
            if (!record.IsPartitionEOF)
            {
                Observe(state, record, now);
                _uncommitted[record.TopicPartition] = record.Offset + 1;
            }

            if (record.Topic == Topics.Heartbeats)
            {
                _heartbeatPositions[record.Partition.Value] = record.IsPartitionEOF ? record.Offset : record.Offset + 1;
            }
        }

        JudgeWhenRead(state);
        state.Logs.Check(now);
    }

    private void Observe(AlertingState state, ConsumeResult<byte[], byte[]> record, Moment now)
    {
        _metrics.Consumed(record.Topic);
        var understood = record.Topic == Topics.Heartbeats ? ObserveNode(state, record, now) : ObserveLog(state, record, now);
        if (!understood)
        {
            _metrics.Unreadable(record.Topic);
            Log.Unreadable(_logger, record.Topic, record.Partition.Value, record.Offset.Value);
        }
    }

    private static bool ObserveNode(AlertingState state, ConsumeResult<byte[], byte[]> record, Moment now)
    {
        if (NodeEventReader.Read(record.Message.Value, record.Message.Timestamp.UtcDateTime) is not { } nodeEvent)
        {
            return false;
        }

        state.Nodes.Observe(nodeEvent, now);
        return true;
    }

    private bool ObserveLog(AlertingState state, ConsumeResult<byte[], byte[]> record, Moment now)
    {
        if (LogEventReader.Read(record.Message.Value) is not { } log)
        {
            return false;
        }

        var id = record.Message.Headers is { } headers && headers.TryGetLastBytes(Topics.IdHeader, out var bytes) ? bytes : [];
        if (!state.Logs.Observe(log, id, now))
        {
            _metrics.Duplicate();
        }

        return true;
    }

    // Silence is judged up to a moment for which the bus has shown that nothing is left unread.
    private void JudgeWhenRead(AlertingState state)
    {
        _ends ??= _probe.Take();
        if (_ends is { } ends && !ends.Ends.Where((end, partition) => _heartbeatPositions[partition] < end).Any())
        {
            state.Nodes.Judge(ends.TakenAt, ends.AfterGap);
            LastJudged = ends.TakenAt.Uptime;
            _ends = null;
        }
    }

    private void CommitWhenDue(TimeSpan interval)
    {
        var now = Moment.Now(_time).Uptime;
        if (_uncommitted.Count == 0 || now - _lastCommit < interval)
        {
            return;
        }

        _lastCommit = now;
        if (_writer.Flush(FlushWait))
        {
            Commit();
        }
    }

    private void Commit()
    {
        try
        {
            _consumer.Commit(_uncommitted.Select(position => new TopicPartitionOffset(position.Key, position.Value)));
            _uncommitted.Clear();
        }
        catch (KafkaException exception) when (!exception.Error.IsFatal)
        {
            Log.CommitFailed(_logger, exception.Error.Reason);
        }
    }
}
