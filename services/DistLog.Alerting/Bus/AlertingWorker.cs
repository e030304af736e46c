using Confluent.Kafka;
using DistLog.ServiceDefaults.Kafka;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace DistLog.Alerting.Bus;

/// <summary>Keeps a session with the bus: restores, watches, and starts over where the bus fails for good.</summary>
internal sealed class AlertingWorker(
    KafkaClients clients,
    IOptions<AlertingOptions> options,
    AlertingMetrics metrics,
    TimeProvider time,
    ILogger<AlertingWorker> logger) : BackgroundService, IHealthCheck
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private AlertingSession? _session;

    /// <summary>What is known now; empty until it is restored.</summary>
    public AlertingState State { get; private set; } = new(options.Value);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var limit = options.Value.BlindLimit + options.Value.RecoveryGrace;
        var watching = _session?.LastJudged is { } judged && Moment.Now(time).Uptime - judged < limit;
        return Task.FromResult(watching ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The topic heartbeats is not read to its end yet."));
    }

    // The session blocks in librdkafka's poll: it gets a thread of its own.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Run(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                RunSession(stop);
            }
            catch (KafkaException exception)
            {
                Log.SessionFailed(logger, exception.Error.Reason, RetryDelay);
                stop.WaitHandle.WaitOne(RetryDelay);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private void RunSession(CancellationToken stop)
    {
        clients.EnsureTopicsAsync(stop).GetAwaiter().GetResult();
        var state = new AlertingState(options.Value);
        new StateRestore(clients, time).Run(state, options.Value.RestoredAlerts, stop);
        Log.Restored(logger, state.Nodes.Count, state.Logs.Count);
        State = state;
        using var session = new AlertingSession(clients, state, options.Value, metrics, time, logger);
        _session = session;
        session.Run(stop);
    }
}
