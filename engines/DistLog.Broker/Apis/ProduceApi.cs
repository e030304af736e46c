using System.Runtime.InteropServices;
using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Records;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>
/// Produce: appends the batches as they are, then waits for one group commit, whatever acks asks for beyond 0: a single node
/// has no replica to lean on. Versions 0 to 2 are announced because librdkafka looks for them, and refused, as Kafka 4 does.
/// </summary>
internal sealed class ProduceApi(TopicRegistry topics, GroupCommit commits, BrokerMetrics metrics) : IApi
{
    private const int FirstServedVersion = 3;

    public ApiKey Key => ApiKey.Produce;

    public short MinVersion => 0;

    public short MaxVersion => 11;

    public short FirstFlexibleVersion => 9;

    public Task HandleAsync(RequestContext context)
    {
        if (context.Version < FirstServedVersion)
        {
            throw new MalformedRequestException($"version {context.Version} of Produce carries a message format older than Kafka 0.11");
        }

        var reader = context.Reader;
        reader.ReadNullableString();
        var acks = reader.ReadInt16();
        reader.ReadInt32();
        var commit = new HashSet<PartitionLog>();
        var results = reader.ReadArray(r => AppendTopic(r, context, acks, commit));
        context.NoResponse = acks == 0;
        return FinishAsync(context, results, commit);
    }

    private async Task FinishAsync(RequestContext context, List<TopicResult> results, HashSet<PartitionLog> appended)
    {
        Task durable = Task.CompletedTask;
        foreach (var log in appended)
        {
            // Groups complete in order, so the last one's end means that all are durable.
            durable = commits.CommitAsync(log);
        }

        if (!context.NoResponse)
        {
            await durable;
            Write(context.Writer, context.Version, results);
        }
    }

    private TopicResult AppendTopic(RequestReader reader, RequestContext context, short acks, HashSet<PartitionLog> appended)
    {
        var name = reader.ReadString();
        topics.TryGet(name, out var topic);
        var partitions = reader.ReadArray(r =>
        {
            var partition = r.ReadInt32();
            var records = r.ReadBytes();
            r.SkipTags();
            return AppendPartition(topic, partition, MemoryMarshal.AsMemory(records).Span, context.Version, acks, appended);
        });
        reader.SkipTags();
        return new TopicResult(name, partitions);
    }

    private PartitionResult AppendPartition(
        Topic? topic, int partition, Span<byte> records, short version, short acks, HashSet<PartitionLog> appended)
    {
        var log = topic?.Find(partition);
        if (log is null)
        {
            return PartitionResult.Failed(partition, ErrorCode.UnknownTopicOrPartition);
        }

        if (acks is < -1 or > 1)
        {
            return PartitionResult.Failed(partition, ErrorCode.InvalidRequiredAcks);
        }

        var error = BatchValidation.Check(records, version, topic!.Config.MaxMessageBytes, out var header);
        if (error == ErrorCode.None && topic.Config.Compacts)
        {
            error = BatchValidation.CheckKeys(records.ToArray(), header);
        }

        if (error != ErrorCode.None)
        {
            return PartitionResult.Failed(partition, error);
        }

        var result = log.Append(records, header);
        if (result.Error == ErrorCode.None)
        {
            appended.Add(log);
            metrics.Appended(records.Length);
        }

        return new PartitionResult(partition, result, log.LogStartOffset);
    }

    private static void Write(ResponseWriter writer, short version, List<TopicResult> results)
    {
        writer.WriteArray(results, (w, topic) =>
        {
            w.WriteString(topic.Name);
            w.WriteArray(topic.Partitions, (p, partition) => WritePartition(p, version, partition));
            w.WriteNoTags();
        });
        writer.WriteInt32(0);
        writer.WriteNoTags();
    }

    private static void WritePartition(ResponseWriter writer, short version, PartitionResult partition)
    {
        writer.WriteInt32(partition.Index);
        writer.WriteError(partition.Result.Error);
        writer.WriteInt64(partition.Result.BaseOffset);
        writer.WriteInt64(partition.Result.LogAppendTime);
        if (version >= 5)
        {
            writer.WriteInt64(partition.LogStartOffset);
        }

        if (version >= 8)
        {
            writer.WriteArrayLength(0);
            writer.WriteString(null);
        }

        writer.WriteNoTags();
    }

    private sealed record TopicResult(string Name, List<PartitionResult> Partitions);

    private readonly record struct PartitionResult(int Index, AppendResult Result, long LogStartOffset)
    {
        public static PartitionResult Failed(int index, ErrorCode error) => new(index, new AppendResult(error, -1, -1), -1);
    }
}
