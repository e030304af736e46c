using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>
/// Runs one resource, or one replica of it. Each kind of resource has its own: values are worked out,
/// processes started; containers will be run by the docker or podman command line.
/// </summary>
internal interface IResourceRunner
{
    IResource Resource { get; }

    /// <summary>The name that commands, messages and states go by.</summary>
    string Id { get; }

    /// <summary>Begins to start; waits for nothing but an earlier command. Does nothing when it runs already.</summary>
    Task StartAsync();

    /// <summary>Stops and waits for the end; kills after the grace period. Does nothing when it has ended.</summary>
    Task StopAsync(TimeSpan grace);

    /// <summary>Kills at once, without waiting.</summary>
    void Kill();
}
