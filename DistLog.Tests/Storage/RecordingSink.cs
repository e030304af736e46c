using System.Collections.Concurrent;
using System.Text;
using DistLog.Storage.Bulk;

namespace DistLog.Tests.Storage;

/// <summary>Keeps dead letters in memory.</summary>
internal sealed class RecordingSink : IDeadLetterSink
{
    private readonly ConcurrentQueue<(string Origin, string Document, string Reason)> _letters = new();

    public IReadOnlyList<(string Origin, string Document, string Reason)> Letters => [.. _letters];

    public Task WriteAsync(BulkRequest request, BulkItem item, string reason)
    {
        _letters.Enqueue((request.Origin(item), Encoding.UTF8.GetString(request.Document(item)), reason));
        return Task.CompletedTask;
    }
}
