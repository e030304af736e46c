using System.Diagnostics.CodeAnalysis;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the current state of every resource, and lets others wait for one.</summary>
public class ResourceNotificationService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Waiter> _waiters = [];
    private readonly CancellationTokenSource _disposed = new();

    internal ResourceNotificationService()
    {
    }

    /// <summary>Called for each change, in order, under the service's lock: must be quick.</summary>
    internal event Action<ResourceEvent>? Changed;

    /// <summary>What <see cref="WaitForResourceHealthyAsync(string, CancellationToken)"/> does when the resource has failed.</summary>
    internal WaitBehavior DefaultWaitBehavior { get; set; }

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return PublishUpdateAsync(resource, resource.Name, stateFactory);
    }

    public Task PublishUpdateAsync(
        IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(stateFactory);
        lock (_lock)
        {
            CustomResourceSnapshot before = _current.TryGetValue(resourceId, out ResourceEvent? last)
                ? last.Snapshot
                : new() { ResourceType = resource.GetType().Name, Properties = [], CreationTimeStamp = DateTime.UtcNow };
            var update = new ResourceEvent(resource, resourceId, stateFactory(before));
            _current[resourceId] = update;
            Changed?.Invoke(update);
            _waiters.RemoveAll(waiter => waiter.TryComplete(update));
        }
        return Task.CompletedTask;
    }

    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        lock (_lock)
        {
            return _current.TryGetValue(resourceId, out resourceEvent);
        }
    }

    public Task WaitForResourceAsync(
        string resourceName, string? targetState = null, CancellationToken cancellationToken = default) =>
        WaitForResourceAsync(resourceName, [targetState ?? KnownResourceStates.Running], cancellationToken);

    public async Task<string> WaitForResourceAsync(
        string resourceName, IEnumerable<string> targetStates, CancellationToken cancellationToken = default)
    {
        var wanted = targetStates.ToHashSet(StringComparer.OrdinalIgnoreCase);
        ResourceEvent reached = await WaitForResourceAsync(
            resourceName, update => update.Snapshot.State is { } state && wanted.Contains(state.Text), cancellationToken).ConfigureAwait(false);
        return reached.Snapshot.State!.Text;
    }

    /// <summary>Waits until any replica of the resource satisfies the predicate.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        var waiter = new Waiter(resourceName, predicate);
        lock (_lock)
        {
            if (_current.Values.Any(waiter.TryComplete))
            {
                return waiter.Completion.Result;
            }
            _waiters.Add(waiter);
        }
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        try
        {
            return await waiter.Completion.WaitAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            Forget(waiter);
        }
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, DefaultWaitBehavior, cancellationToken);

    /// <summary>Waits until every replica of the resource is healthy.</summary>
    /// <exception cref="DistributedApplicationException">The resource has failed, and the behaviour is to stop then.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        ResourceEvent? reached = null;
        foreach (string id in IdsOf(resourceName))
        {
            reached = await WaitForResourceAsync(
                id, update => IsHealthy(update) || (waitBehavior == WaitBehavior.StopOnResourceUnavailable && HasFailed(update)),
                cancellationToken).ConfigureAwait(false);
            if (!IsHealthy(reached))
            {
                throw new DistributedApplicationException(
                    $"Resource '{id}' did not become healthy: it is {reached.Snapshot.State?.Text}{Reason(reached)}");
            }
        }
        return reached!;
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _disposed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Every replica's state, in the order of their first changes.</summary>
    internal IReadOnlyList<ResourceEvent> CurrentStates()
    {
        lock (_lock)
        {
            return [.. _current.Values];
        }
    }

    internal static bool IsHealthy(ResourceEvent update) =>
        update.Snapshot.HealthStatus == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy;

    /// <summary>Whether the resource has ended and nothing but a command will start it again.</summary>
    internal static bool HasFailed(ResourceEvent update) =>
        update.Snapshot.State is { } state && KnownResourceStates.TerminalStates.Contains(state.Text)
        && !update.Snapshot.Properties.Any(property => property.Name == SnapshotProperties.RestartsAt);

    private static string Reason(ResourceEvent update) =>
        update.Snapshot.Properties.FirstOrDefault(property => property.Name == SnapshotProperties.Reason)?.Value is string reason
            ? ": " + reason
            : ".";

    private List<string> IdsOf(string resourceName)
    {
        lock (_lock)
        {
            List<string> ids = [.. _current.Values.Where(update => Waiter.Matches(resourceName, update)).Select(update => update.ResourceId)];
            return ids.Count > 0 ? ids : [resourceName];
        }
    }

    private void Forget(Waiter waiter)
    {
        lock (_lock)
        {
            _waiters.Remove(waiter);
        }
    }

    private sealed class Waiter(string name, Func<ResourceEvent, bool> predicate)
    {
        private readonly TaskCompletionSource<ResourceEvent> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<ResourceEvent> Completion => _completion.Task;

        public static bool Matches(string name, ResourceEvent update) =>
            string.Equals(update.ResourceId, name, StringComparison.OrdinalIgnoreCase)
            || string.Equals(update.Resource.Name, name, StringComparison.OrdinalIgnoreCase);

        public bool TryComplete(ResourceEvent update) =>
            Matches(name, update) && predicate(update) && _completion.TrySetResult(update);
    }
}

/// <summary>Names of the properties that this host puts into snapshots.</summary>
internal static class SnapshotProperties
{
    /// <summary>When the process will be started again by itself.</summary>
    public const string RestartsAt = "restart.at";

    /// <summary>Why the resource is in its state, for people.</summary>
    public const string Reason = "reason";

    public const string ProcessId = "executable.pid";
}
