using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>Healthy while the service is a member of its group and its loop turns.</summary>
internal sealed class BatchConsumerHealthCheck(BatchConsumer consumer) : IHealthCheck
{
    // A turn waits at most for a drain and a commit, which together take less.
    private static readonly TimeSpan Stuck = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Check());

    private HealthCheckResult Check() => consumer.SinceLastPoll switch
    {
        null => HealthCheckResult.Unhealthy("Not started: waiting for the broker, or for what the service writes to."),
        { } since when since > Stuck => HealthCheckResult.Unhealthy($"No records were asked for since {since.TotalSeconds:0} s."),
        _ => consumer.IsJoined
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("Waiting for the consumer group to assign partitions."),
    };
}
