using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Contracts;

namespace DistLog.Storage.Bulk;

/// <summary>Writes refused documents to the topic dead-letters, from which they come back to be stored as dead letters.</summary>
internal sealed class DeadLetterSink(IProducer<byte[], byte[]> producer, TimeProvider time, ILogger<DeadLetterSink> logger) : IDeadLetterSink, IDisposable
{
    private const string Source = "storage";

    public Task WriteAsync(BulkRequest request, BulkItem item, string reason)
    {
        var origin = request.Origin(item);
        if (request.Topic == Topics.DeadLetters && IsOurs(request.Document(item)))
        {
            // Again and again would be the alternative.
            Log.DeadLetterRefused(logger, origin, reason);
            return Task.CompletedTask;
        }

        return producer.ProduceAsync(Topics.DeadLetters, new()
        {
            Value = JsonSerializer.SerializeToUtf8Bytes(Letter(request.Document(item), origin, reason), ContractJson.Default.DeadLetter),
            Headers = new Headers { { Topics.IdHeader, Encoding.UTF8.GetBytes(origin) } },
        });
    }

    public void Dispose() => producer.Dispose();

    private DeadLetter Letter(ReadOnlySpan<byte> document, string origin, string reason) => new()
    {
        Timestamp = time.GetUtcNow(),
        Reason = reason,
        Source = Source,
        Origin = origin,
        Bytes = document[..Math.Min(document.Length, DeadLetter.MaxBytes)].ToArray(),
        OriginalLength = document.Length > DeadLetter.MaxBytes ? document.Length : null,
    };

    private static bool IsOurs(ReadOnlySpan<byte> document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, ContractJson.Default.DeadLetter)?.Source == Source;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
