using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.Router.Deduplication;
using DistLog.Router.Normalisation;
using DistLog.ServiceDefaults.Kafka.Batches;
using Microsoft.Extensions.Options;

namespace DistLog.Router.Routing;

/// <summary>Normalises each record of the topic nodes and writes it to the topics where it belongs.</summary>
internal sealed class RouterProcessor(
    BusWriter bus,
    IOptions<RouterOptions> options,
    RouterMetrics metrics,
    TimeProvider time,
    ILogger<RouterProcessor> logger) : IBatchProcessor
{
    private readonly Normaliser _normaliser = new();
    private readonly DeduplicationWindow _seen = new(options.Value.DeduplicationWindow);
    private readonly int _maxBytes = options.Value.MaxEventBytes;
    private int _refused;
    private (string Origin, string Reason) _firstRefused;

    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        var value = record.Message.Value ?? [];
        if (value.Length > _maxBytes)
        {
            Refuse(record, TooLarge(value.Length));
            return;
        }

        var arrival = new Arrival(ArrivalMs(record), record.Message.Key, record.Partition.Value, record.Offset.Value);
        var normalised = _normaliser.Normalise(value, arrival);
        if (normalised.Refusal is { } reason)
        {
            Refuse(record, reason);
        }
        else if (normalised.Document.Length + normalised.NodeId.Length + normalised.LogId.Length > _maxBytes)
        {
            Refuse(record, TooLarge(normalised.Document.Length));
        }
        else
        {
            Route(record, normalised);
        }
    }

    public Task CompleteAsync(CancellationToken abort)
    {
        if (_refused > 0)
        {
            // One line a batch: a storm of garbage must not become a storm of logs.
            Log.DeadLetters(logger, _refused, _firstRefused.Origin, _firstRefused.Reason);
            _refused = 0;
        }

        return bus.CompleteAsync();
    }

    private void Route(ConsumeResult<byte[], byte[]> record, in NormalisedEvent normalised)
    {
        if (normalised.Kind == MessageKind.Log)
        {
            RouteLog(record, normalised);
        }
        else if (TryWrite(Topics.Heartbeats, Message(record, normalised), record))
        {
            metrics.AddLife();
        }
    }

    private void RouteLog(ConsumeResult<byte[], byte[]> record, in NormalisedEvent normalised)
    {
        var id = EventIdentity.DocumentId(normalised.NodeId, normalised.LogId);
        if (!_seen.Add(id))
        {
            metrics.AddDuplicate();
            return;
        }

        var message = Message(record, normalised);
        message.Headers = new Headers { { Topics.IdHeader, id } };
        var critical = normalised.Severity >= Severity.Warn;
        if (TryWrite(Topics.Logs, message, record) && (!critical || bus.TryWrite(Topics.Critical, message)))
        {
            metrics.AddLog(critical);
        }
    }

    private bool TryWrite(string topic, Message<byte[], byte[]> message, ConsumeResult<byte[], byte[]> record)
    {
        if (bus.TryWrite(topic, message))
        {
            return true;
        }

        Refuse(record, $"The event takes {message.Value.Length} bytes, more than the Kafka client may send (Kafka:Client:message.max.bytes).");
        return false;
    }

    // The time of arrival stays with the event on every topic.
    private static Message<byte[], byte[]> Message(ConsumeResult<byte[], byte[]> record, in NormalisedEvent normalised) => new()
    {
        Key = normalised.NodeId.SequenceEqual(record.Message.Key) ? record.Message.Key : normalised.NodeId.ToArray(),
        Value = normalised.Document.ToArray(),
        Timestamp = record.Message.Timestamp,
    };

    private void Refuse(ConsumeResult<byte[], byte[]> record, string reason)
    {
        var origin = $"{record.Topic}-{record.Partition.Value}-{record.Offset.Value}";
        var value = record.Message.Value ?? [];

        // Where even the dead letter is too large for the client, half of its bytes are better than none.
        for (var kept = Math.Min(value.Length, DeadLetter.MaxBytes); !bus.TryWrite(Topics.DeadLetters, Letter(value, kept, origin, reason)); kept /= 2)
        {
            if (kept == 0)
            {
                throw new InvalidOperationException("Not even an empty dead letter may be sent: Kafka:Client:message.max.bytes is too low.");
            }
        }

        metrics.AddDeadLetter();
        _firstRefused = _refused++ == 0 ? (origin, reason) : _firstRefused;
    }

    private Message<byte[], byte[]> Letter(byte[] value, int kept, string origin, string reason)
    {
        var letter = new DeadLetter
        {
            Timestamp = time.GetUtcNow(),
            Reason = reason,
            Source = "router",
            Origin = origin,
            Bytes = kept < value.Length ? value[..kept] : value,
            OriginalLength = kept < value.Length ? value.Length : null,
        };
        return new()
        {
            Value = JsonSerializer.SerializeToUtf8Bytes(letter, ContractJson.Default.DeadLetter),
            Headers = new Headers { { Topics.IdHeader, Encoding.UTF8.GetBytes(origin) } },
        };
    }

    private string TooLarge(int length) =>
        $"The event takes {length} bytes, more than the {_maxBytes} that Router:MaxEventBytes allows.";

    private long ArrivalMs(ConsumeResult<byte[], byte[]> record) =>
        record.Message.Timestamp.Type == TimestampType.NotAvailable
            ? time.GetUtcNow().ToUnixTimeMilliseconds()
            : record.Message.Timestamp.UnixTimestampMs;
}
