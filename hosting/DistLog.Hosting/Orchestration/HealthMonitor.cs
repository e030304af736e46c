using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.Hosting.Orchestration;

/// <summary>Follows the health of a running process: often until it is healthy, at leisure afterwards.</summary>
internal sealed class HealthMonitor(ResourceInstance instance, ProcessStates states, HealthProbe probe, IOutput output, TimeProvider time)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan WhileHealthy = TimeSpan.FromSeconds(2);

    /// <summary>A process that isn't healthy by now will hardly be so 100 ms later.</summary>
    private static readonly TimeSpan Starting = TimeSpan.FromMinutes(1);

    /// <summary>Whether the process has ever been healthy.</summary>
    public bool WasHealthy { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        HealthReportSnapshot? last = null;
        try
        {
            while (true)
            {
                HealthReportSnapshot report = await probe.CheckAsync(instance, cancellationToken).ConfigureAwait(false);
                if (report != last)
                {
                    Tell(report, last, time.GetElapsedTime(started));
                    last = report;
                }
                bool healthy = report.Status == HealthStatus.Healthy;
                if (healthy && !HealthProbe.IsContinuous(instance))
                {
                    return;
                }
                TimeSpan pause = healthy || time.GetElapsedTime(started) > Starting ? WhileHealthy : WhileStarting;
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The process has ended or is being stopped.
        }
    }

    private void Tell(HealthReportSnapshot report, HealthReportSnapshot? last, TimeSpan elapsed)
    {
        if (report.Status == HealthStatus.Healthy)
        {
            output.Status(instance.Id, WasHealthy ? "healthy again" : $"healthy after {elapsed.TotalSeconds:0.0} s");
            WasHealthy = true;
        }
        else if (last?.Status == HealthStatus.Healthy)
        {
            output.Problem(instance.Id, $"not healthy: {report.Description}");
        }
        states.Health(report);
    }
}
