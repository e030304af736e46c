using DistLog.Broker.Groups;
using DistLog.Broker.Storage;
using DistLog.Broker.Topics;

namespace DistLog.Broker.Hosting;

/// <summary>Retention and compaction, in the background and at a leisurely pace.</summary>
internal sealed class Housekeeping(
    BrokerOptions options, TopicRegistry topics, GroupCoordinator groups, TimeProvider time, ILogger<Housekeeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.HousekeepingIntervalMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var partition in topics.All.SelectMany(topic => topic.Partitions))
            {
                Clean(partition);
            }

            await groups.ExpireAsync();
        }
    }

    private void Clean(PartitionLog partition)
    {
        try
        {
            partition.DeleteOldSegments();
            partition.Compact();
        }
        catch (Exception failure) when (failure is (IOException or UnauthorizedAccessException) and not SyncFailedException)
        {
            Log.HousekeepingFailed(logger, partition.Directory, failure);
        }
    }
}
