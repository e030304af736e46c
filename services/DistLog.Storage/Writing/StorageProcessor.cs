using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.ServiceDefaults.Kafka.Batches;
using DistLog.Storage.Bulk;
using DistLog.Storage.Schema;

namespace DistLog.Storage.Writing;

/// <summary>Writes each topic's records to its index.</summary>
internal sealed class StorageProcessor(SchemaInstaller schema, BulkWriter bulk) : IBatchProcessor
{
    private readonly Dictionary<string, ITopicWriter> _writers = new()
    {
        [Topics.Logs] = new AppendingWriter(Topics.Logs, Indices.Logs, bulk),
        [Topics.Traces] = new AppendingWriter(Topics.Traces, Indices.Traces, bulk),
        [Topics.Alerts] = new AppendingWriter(Topics.Alerts, Indices.Alerts, bulk),
        [Topics.DeadLetters] = new AppendingWriter(Topics.DeadLetters, Indices.DeadLetters, bulk),
        [Topics.Registry] = new RegistryWriter(bulk),
    };

    /// <summary>The topics that are stored.</summary>
    public static IReadOnlyList<string> StoredTopics { get; } =
        [Topics.Logs, Topics.Registry, Topics.Alerts, Topics.DeadLetters, Topics.Traces];

    public Task PrepareAsync(CancellationToken cancellationToken) => schema.InstallAsync(cancellationToken);

    public void Add(ConsumeResult<byte[], byte[]> record) => _writers[record.Topic].Add(record);

    public Task CompleteAsync(CancellationToken abort) =>
        Task.WhenAll(_writers.Values.Select(writer => writer.CompleteAsync(abort)));
}
