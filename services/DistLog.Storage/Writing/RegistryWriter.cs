using System.Text;
using System.Text.Unicode;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.Storage.Bulk;

namespace DistLog.Storage.Writing;

/// <summary>
/// Keeps the last state of each node: one document a node, replaced by each record, deleted by one without a value. The last
/// has to win, so of a batch only each node's last record is written, and batches are written one after the other.
/// </summary>
internal sealed class RegistryWriter(BulkWriter bulk) : ITopicWriter
{
    private Dictionary<string, ConsumeResult<byte[], byte[]>> _last = [];
    private Task _previous = Task.CompletedTask;

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        if (record.Message.Key is { Length: > 0 } key && Utf8.IsValid(key))
        {
            _last[Encoding.UTF8.GetString(key)] = record;
        }
    }

    public Task CompleteAsync(CancellationToken abort)
    {
        if (_last.Count > 0)
        {
            _previous = WriteAfterAsync(_previous, Request(), abort);
        }

        return _previous;
    }

    private BulkRequest Request()
    {
        var request = new BulkRequest(Topics.Registry, Indices.Nodes);
        foreach (var (node, record) in _last)
        {
            var id = Encoding.UTF8.GetBytes(node);
            if (record.Message.Value is { } value)
            {
                request.Add("index"u8, id, value, record.Partition.Value, record.Offset.Value);
            }
            else
            {
                request.AddDelete(id, record.Partition.Value, record.Offset.Value);
            }
        }

        _last = [];
        return request;
    }

    private async Task WriteAfterAsync(Task previous, BulkRequest request, CancellationToken abort)
    {
        await previous;
        await bulk.WriteAsync(request, abort);
    }
}
