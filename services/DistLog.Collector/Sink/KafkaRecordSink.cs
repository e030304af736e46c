using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka;
using Microsoft.Extensions.Options;

namespace DistLog.Collector.Sink;

/// <summary>Sends batches to the topics <c>nodes</c> and <c>dead-letters</c>.</summary>
/// <remarks>
/// Records are produced one behind the other with a callback that counts down, never awaited one by one. The bus's client
/// copies each value as it takes it. Order is kept as far as batches are given in order.
/// </remarks>
internal sealed class KafkaRecordSink : IRecordSink, IHostedLifecycleService, IDisposable
{
    // The client adds headers to what it counts; the budget, not the client's own limit, is what pushes back.
    private const int QueueSlack = 2;

    // Its bytes in base64, and the rest of it.
    private const int MaxDeadLetterBytes = DeadLetter.MaxBytes / 3 * 4 + 64 * 1024;

    // A bus that answers does so in this time; what the listeners used up must not cost the last batch.
    private static readonly TimeSpan MinFlush = TimeSpan.FromMilliseconds(500);

    private readonly CollectorOptions _options;
    private readonly CollectorMetrics _metrics;
    private readonly InFlightBudget _budget;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly ILogger<KafkaRecordSink> _logger;
    private readonly LogLimiter _failures;
    private readonly TimeProvider _time;
    private long _stopping;

    public KafkaRecordSink(KafkaClients clients, IOptions<CollectorOptions> options, CollectorMetrics metrics, TimeProvider time, ILogger<KafkaRecordSink> logger)
    {
        _options = options.Value;
        _metrics = metrics;
        _logger = logger;
        _time = time;
        _failures = new LogLimiter(time);
        _budget = new InFlightBudget(_options.MaxRecordsInFlight, _options.MaxBytesInFlight);
        _producer = clients.CreateProducer(Configure);
    }

    public bool TryAccept(RecordBatch batch)
    {
        if (!_budget.TryReserve(batch.Count, batch.Bytes))
        {
            return false;
        }
        Send(batch);
        return true;
    }

    public async ValueTask AcceptAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        await _budget.ReserveAsync(batch.Count, batch.Bytes, cancellationToken);
        Send(batch);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the clock: the listeners, which stop next, and the flush behind them share the time to drain.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _stopping = _time.GetTimestamp();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits until what was taken is on the bus. The listeners have stopped before.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.Run(Flush, CancellationToken.None);

    public void Dispose() => _producer.Dispose();

    private void Configure(ProducerConfig config)
    {
        config.QueueBufferingMaxMessages = _options.MaxRecordsInFlight * QueueSlack;
        config.QueueBufferingMaxKbytes = (int)Math.Min(int.MaxValue, _options.MaxBytesInFlight * QueueSlack / 1024);
        config.MessageMaxBytes = Math.Max(_options.MaxRecordBytes, MaxDeadLetterBytes) + 16 * 1024; // key, framing
        config.MessageTimeoutMs = _options.DeliveryTimeoutSeconds * 1000;
        config.DeliveryReportFields = "none"; // the handler needs the error alone
    }

    private void Send(RecordBatch batch)
    {
        _metrics.BatchStarted(batch.Count);
        batch.Begin();
        var handler = new Action<DeliveryReport<byte[], byte[]>>(report => Answer(batch, report.Error));
        var timestamp = new Timestamp(batch.Arrival, TimestampType.CreateTime);
        foreach (var record in batch.Records)
        {
            Produce(batch, record, timestamp, handler);
        }
        if (batch.Sent())
        {
            Complete(batch);
        }
    }

    private void Produce(RecordBatch batch, in OutgoingRecord record, Timestamp timestamp, Action<DeliveryReport<byte[], byte[]>> handler)
    {
        try
        {
            var message = new Message<byte[], byte[]> { Key = record.Key!, Value = record.Value, Timestamp = timestamp };
            _producer.Produce(record.IsDeadLetter ? Topics.DeadLetters : Topics.Nodes, message, handler);
        }
        catch (KafkaException e)
        {
            Answer(batch, e.Error);
        }
    }

    private void Answer(RecordBatch batch, Error error)
    {
        if (batch.Answered(error.IsError ? error.Reason : null))
        {
            Complete(batch);
        }
    }

    private void Complete(RecordBatch batch)
    {
        _budget.Release(batch.Count, batch.Bytes);
        var outcome = batch.Complete();
        _metrics.BatchEnded(batch.Count, batch.Bytes, outcome.Acked);
        if (!outcome.Acked && _failures.Allows(out var suppressed))
        {
            Log.BatchFailed(_logger, batch.Count, outcome.Error!, suppressed);
        }
    }

    private void Flush()
    {
        var left = TimeSpan.FromSeconds(_options.DrainSeconds) - _time.GetElapsedTime(_stopping);
        _producer.Flush(left > MinFlush ? left : MinFlush);
        if (_budget.Records > 0)
        {
            Log.StoppedUnflushed(_logger, _budget.Records, _options.DrainSeconds);
        }
    }
}
