using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.ServiceDefaults.Elasticsearch;

/// <summary>Healthy while the store answers and says that it can serve.</summary>
internal sealed class ElasticsearchHealthCheck(ElasticsearchClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var response = await client.GetAsync("_cluster/health", cancellationToken);
            return response.IsSuccess
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"The store answers _cluster/health with HTTP {response.Status}.");
        }
        catch (HttpRequestException e)
        {
            return HealthCheckResult.Unhealthy($"The store does not answer: {e.Message}");
        }
    }
}
