using Confluent.Kafka;
using DistLog.Storage.Bulk;

namespace DistLog.Storage.Writing;

/// <summary>Writes each record as a new document under its id, so that a second delivery finds it there and changes nothing.</summary>
internal sealed class AppendingWriter(string topic, string index, BulkWriter bulk) : ITopicWriter
{
    private BulkRequest? _open;

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        _open ??= new BulkRequest(topic, index);
        _open.Add("create"u8, DocumentIds.Of(record), record.Message.Value, record.Partition.Value, record.Offset.Value);
    }

    public Task CompleteAsync(CancellationToken abort)
    {
        var request = _open;
        _open = null;
        return request is null ? Task.CompletedTask : bulk.WriteAsync(request, abort);
    }
}
