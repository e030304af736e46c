using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace DistLog.Hosting.Orchestration;

/// <summary>Publishes the states that one process goes through.</summary>
internal sealed class ProcessStates(ResourceInstance instance, ResourceNotificationService notifications)
{
    private static readonly HealthReportSnapshot NotYetHealthy =
        new("health", HealthStatus.Unhealthy, "has not been healthy yet", ExceptionText: null);

    public void Waiting() => Publish(before => before with { State = KnownResourceStates.Waiting, Properties = [], HealthReports = [] });

    public void Starting() => Publish(before => before with { State = KnownResourceStates.Starting, Properties = [], HealthReports = [], ExitCode = null });

    /// <summary>Running, and not healthy until the first check says so.</summary>
    public void Running(int processId) => Publish(before => before with
    {
        State = KnownResourceStates.Running,
        Properties = [new(SnapshotProperties.ProcessId, processId)],
        StartTimeStamp = DateTime.UtcNow,
        StopTimeStamp = null,
        HealthReports = [NotYetHealthy],
        Urls = [.. instance.Endpoints.Select(pair => new UrlSnapshot(pair.Endpoint.Name, pair.Address.UriString, !pair.Endpoint.IsExternal))],
    });

    public void Health(HealthReportSnapshot report) => Publish(before => before with { HealthReports = [report] });

    public void Stopping() => Publish(before => before with { State = KnownResourceStates.Stopping });

    /// <summary>Ended because it was asked to.</summary>
    public void Stopped(int? exitCode) => End(KnownResourceStates.Exited, exitCode, []);

    /// <summary>Ended by itself, with success.</summary>
    public void Finished(int exitCode) => End(KnownResourceStates.Finished, exitCode, []);

    /// <summary>Ended by itself, after it had been healthy.</summary>
    public void Exited(int exitCode, string reason) =>
        End(KnownResourceStates.Exited, exitCode, [new(SnapshotProperties.Reason, reason)]);

    /// <summary>Ended by itself, and will be started again.</summary>
    public void Exited(int exitCode, string reason, DateTimeOffset restartsAt) =>
        End(KnownResourceStates.Exited, exitCode, [new(SnapshotProperties.Reason, reason), new(SnapshotProperties.RestartsAt, restartsAt)]);

    /// <summary>Could not be started, or ended before it was healthy.</summary>
    public void Failed(string reason, int? exitCode = null) =>
        End(KnownResourceStates.FailedToStart, exitCode, [new(SnapshotProperties.Reason, reason)]);

    private void End(string state, int? exitCode, ImmutableArray<ResourcePropertySnapshot> properties) => Publish(before => before with
    {
        State = state,
        ExitCode = exitCode,
        Properties = properties,
        StopTimeStamp = DateTime.UtcNow,
        HealthReports = [],
    });

    private void Publish(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        _ = notifications.PublishUpdateAsync(instance.Resource, instance.Id, change);
}
