using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;

namespace DistLog.Alerting.Bus;

/// <summary>Where the topic heartbeats ended at a moment.</summary>
/// <param name="TakenAt">A moment before the bus was asked: everything sent by then lies before the ends.</param>
/// <param name="Ends">The end offset of each partition.</param>
internal sealed record BusEnds(Moment TakenAt, long[] Ends);

/// <summary>
/// Asks the bus again and again where heartbeats end. An answer proves that the bus is there; having read up to it proves
/// that a beat which is not seen was not sent. It has its own connection, where no long-polling fetch is in its way.
/// </summary>
internal sealed class BusProbe : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly TopicPartition[] _partitions;
    private BusEnds? _latest;
    private bool _failing;
    private int _busy;

    public BusProbe(KafkaClients clients, TimeProvider time, TimeSpan interval, int partitions, ILogger logger)
    {
        _consumer = clients.CreateConsumer("alerting-probe");
        _time = time;
        _logger = logger;
        _partitions = [.. Enumerable.Range(0, partitions).Select(partition => new TopicPartition(Topics.Heartbeats, partition))];
        _timer = time.CreateTimer(_ => Ask(), null, TimeSpan.Zero, interval);
    }

    /// <summary>The newest answer that nobody has taken yet, or null.</summary>
    public BusEnds? Take() => Interlocked.Exchange(ref _latest, null);

    /// <remarks>Waits for a request that is under way, at most <see cref="Timeout"/> for each partition.</remarks>
    public void Dispose()
    {
        _timer.Dispose();
        SpinWait.SpinUntil(() => Interlocked.Exchange(ref _busy, 1) == 0);
        _consumer.Dispose();
    }

    private void Ask()
    {
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            return;
        }

        try
        {
            var takenAt = Moment.Now(_time);
            var ends = Array.ConvertAll(_partitions, partition => _consumer.QueryWatermarkOffsets(partition, Timeout).High.Value);
            Volatile.Write(ref _latest, new BusEnds(takenAt, ends));
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

    private void Failed(KafkaException exception)
    {
        if (!_failing)
        {
            Log.ProbeFailed(_logger, exception.Error.Reason);
        }

        _failing = true;
    }
}
