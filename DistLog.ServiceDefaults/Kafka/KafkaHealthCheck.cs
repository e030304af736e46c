using Confluent.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.ServiceDefaults.Kafka;

/// <summary>Healthy while the broker answers. The answer is kept for a while, since health is asked for often.</summary>
internal sealed class KafkaHealthCheck(KafkaClients clients, TimeProvider time) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepHealthy = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _gate = new(1);
    private IAdminClient? _admin;
    private long _healthySince;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_healthySince == 0 || time.GetElapsedTime(_healthySince) > KeepHealthy)
            {
                _healthySince = 0;
                await Task.Run(Ask, cancellationToken);
                _healthySince = time.GetTimestamp();
            }

            return HealthCheckResult.Healthy();
        }
        catch (KafkaException e)
        {
            return HealthCheckResult.Unhealthy($"The broker does not answer: {e.Error.Reason}");
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        _admin?.Dispose();
        _gate.Dispose();
    }

    private void Ask() => (_admin ??= clients.CreateAdmin()).GetMetadata(Contracts.Topics.Nodes, Timeout);
}
