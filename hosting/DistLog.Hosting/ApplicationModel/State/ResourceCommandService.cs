using DistLog.Hosting.Orchestration;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Runs <c>resource-start</c>, <c>resource-stop</c> and <c>resource-restart</c>.</summary>
public class ResourceCommandService
{
    private readonly ApplicationOrchestrator _orchestrator;

    internal ResourceCommandService(ApplicationOrchestrator orchestrator) => _orchestrator = orchestrator;

    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return ExecuteCommandAsync(resource.Name, commandName, cancellationToken);
    }

    /// <param name="resourceId">A resource's name (every replica of it) or one replica, such as <c>router-2</c>.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; what has been asked for still happens.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default) =>
        _orchestrator.ExecuteCommandAsync(resourceId, commandName, cancellationToken);
}

public sealed class ExecuteCommandResult
{
    public required bool Success { get; init; }

    public bool Canceled { get; init; }

    public string? Message { get; init; }
}
