using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.Client;

/// <summary>Degraded, never unhealthy, while the collector is away: the application works, and its events wait.</summary>
internal sealed class ClientHealthCheck(DistLogClient client) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var result = client.Link.Problem is { } problem
            ? HealthCheckResult.Degraded($"The collector cannot be reached; {client.Waiting} events wait. {problem}")
            : HealthCheckResult.Healthy($"{client.Link.Acknowledged} events acknowledged, {client.Waiting} wait.");
        return Task.FromResult(result);
    }
}
