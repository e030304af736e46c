using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.Storage.Bulk;

namespace DistLog.Storage.Writing;

/// <summary>Finds the <c>_id</c> of a record's document: the same at each delivery.</summary>
internal static class DocumentIds
{
    /// <summary>The record's header; an alert's own id; else the record's place on the bus.</summary>
    public static byte[] Of(ConsumeResult<byte[], byte[]> record)
    {
        if (record.Message.Headers?.TryGetLastBytes(Topics.IdHeader, out var id) == true && id is { Length: > 0 } && Utf8.IsValid(id))
        {
            return id;
        }

        return record.Topic == Topics.Alerts && AlertId(record.Message.Value) is { Length: > 0 } alert
            ? Encoding.UTF8.GetBytes(alert)
            : Encoding.UTF8.GetBytes(BulkRequest.Position(record.Topic, record.Partition.Value, record.Offset.Value));
    }

    private static string? AlertId(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize(value, ContractJson.Default.Alert)?.AlertId;
        }
        catch (JsonException)
        {
            // The store will say what is wrong with it.
            return null;
        }
    }
}
