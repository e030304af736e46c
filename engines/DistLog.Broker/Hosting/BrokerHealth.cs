using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.Broker.Hosting;

/// <summary>Healthy from the end of the recovery on.</summary>
internal sealed class BrokerHealth : IHealthCheck
{
    private volatile bool _recovered;

    public void Recovered() => _recovered = true;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_recovered ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the log is being recovered"));
}
