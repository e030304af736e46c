using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Processes;
using DistLog.Hosting.Terminal;

namespace DistLog.Hosting.Orchestration;

/// <summary>What the runners of an application share.</summary>
internal sealed record RunnerServices(
    ResourceNotificationService Notifications,
    ResourceLoggerService Logs,
    IOutput Output,
    ProcessSpecBuilder Specs,
    HealthProbe Health,
    OrphanGuard Guard,
    TimeProvider Time,
    bool AutoRestart);
