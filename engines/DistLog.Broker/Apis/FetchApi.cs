using DistLog.Broker.Network;
using DistLog.Broker.Protocol;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Apis;

/// <summary>
/// Fetch: durable batches from the asked offsets on; waits for min.bytes by being woken by appends. Fetch sessions are refused
/// by answering session 0, upon which clients send whole requests (KIP-227).
/// </summary>
internal sealed class FetchApi(TopicRegistry topics, BrokerOptions options, BrokerMetrics metrics, TimeProvider time) : IApi
{
    public ApiKey Key => ApiKey.Fetch;

    public short MinVersion => 4;

    public short MaxVersion => 16;

    public short FirstFlexibleVersion => 12;

    public async Task HandleAsync(RequestContext context)
    {
        var request = FetchRequest.Read(context.Reader, context.Version);
        if (request.SessionId != 0 && request.SessionEpoch > 0)
        {
            FetchResponse.Write(context.Writer, context.Version, ErrorCode.FetchSessionIdNotFound, []);
            return;
        }

        var partitions = request.Partitions.ConvertAll(Resolve);
        var results = await WaitForDataAsync(request, partitions, context.Closed);
        metrics.Fetched(results.Sum(static result => (long)(result.Read.Records?.Length ?? 0)));
        FetchResponse.Write(context.Writer, context.Version, ErrorCode.None, results);
    }

    private (FetchPartition Wanted, PartitionLog? Log, ErrorCode Error) Resolve(FetchPartition wanted)
    {
        var found = wanted.TopicName is null ? topics.TryGet(wanted.TopicId, out var topic) : topics.TryGet(wanted.TopicName, out topic);
        var log = found ? topic!.Find(wanted.Partition) : null;
        return (wanted, log, log is not null ? CheckEpoch(wanted.LeaderEpoch)
            : found || wanted.TopicName is not null ? ErrorCode.UnknownTopicOrPartition : ErrorCode.UnknownTopicId);
    }

    private static ErrorCode CheckEpoch(int epoch) => epoch switch
    {
        < 0 or LeaderEpoch.Current => ErrorCode.None,
        _ => ErrorCode.UnknownLeaderEpoch,
    };

    private async ValueTask<List<FetchedPartition>> WaitForDataAsync(
        FetchRequest request, List<(FetchPartition Wanted, PartitionLog? Log, ErrorCode Error)> partitions, CancellationToken closed)
    {
        var results = ReadAll(request, partitions, out var enough);
        if (enough || request.MaxWaitMs <= 0)
        {
            return results;
        }

        var waiter = new FetchWaiter();
        var logs = partitions.Where(partition => partition.Log is not null).Select(partition => partition.Log!).ToList();
        logs.ForEach(log => log.AddWaiter(waiter));
        try
        {
            var deadline = time.GetTimestamp();
            var limit = TimeSpan.FromMilliseconds(request.MaxWaitMs);
            while (true)
            {
                waiter.Reset();
                results = ReadAll(request, partitions, out enough);
                var left = limit - time.GetElapsedTime(deadline);
                if (enough || left <= TimeSpan.Zero || !await waiter.WaitAsync(left, time, closed))
                {
                    return results;
                }
            }
        }
        finally
        {
            logs.ForEach(log => log.RemoveWaiter(waiter));
        }
    }

    /// <param name="request">Its limits.</param>
    /// <param name="partitions">What to read.</param>
    /// <param name="enough">Whether to answer now: min.bytes is reached, or there is an error to tell.</param>
    private List<FetchedPartition> ReadAll(
        FetchRequest request, List<(FetchPartition Wanted, PartitionLog? Log, ErrorCode Error)> partitions, out bool enough)
    {
        var results = new List<FetchedPartition>(partitions.Count);
        var left = Math.Min(request.MaxBytes, options.MaxFetchBytes);
        var bytes = 0;
        enough = partitions.Count == 0;
        foreach (var (wanted, log, error) in partitions)
        {
            var read = error == ErrorCode.None && log is not null
                ? log.Read(wanted.Offset, Math.Min(left, wanted.MaxBytes), wholeFirstBatch: bytes == 0)
                : new ReadResult(error, null, -1, -1);
            results.Add(new FetchedPartition(wanted, read));
            bytes += read.Records?.Length ?? 0;
            left -= read.Records?.Length ?? 0;
            enough |= read.Error != ErrorCode.None;
        }

        enough |= bytes >= request.MinBytes;
        return results;
    }
}
