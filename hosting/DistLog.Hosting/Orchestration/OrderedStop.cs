using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>Stops each resource once those that wait for it have stopped, all of it within a fixed time.</summary>
internal sealed class OrderedStop(DependencyGraph graph, IReadOnlyList<IResourceRunner> runners)
{
    /// <summary>After this the order is given up and all that still run are told to stop.</summary>
    private static readonly TimeSpan Ordered = TimeSpan.FromSeconds(6);

    /// <summary>After this whatever is left is killed; leaves a second of the ten that a stop may take.</summary>
    private static readonly TimeSpan Total = TimeSpan.FromSeconds(8.5);

    private readonly Dictionary<IResource, Task> _stops = [];
    private readonly Lock _lock = new();

    /// <param name="grace">How long each process may take.</param>
    public async Task RunAsync(TimeSpan grace)
    {
        using var hurry = new CancellationTokenSource(Ordered);
        Task all = Task.WhenAll(runners.Select(runner => runner.Resource).Distinct().Select(resource => StopAsync(resource, grace, hurry.Token)));
        if (await Task.WhenAny(all, Task.Delay(Total)).ConfigureAwait(false) != all)
        {
            foreach (IResourceRunner runner in runners)
            {
                runner.Kill();
            }
        }
        await all.ConfigureAwait(false);
    }

    private Task StopAsync(IResource resource, TimeSpan grace, CancellationToken hurry)
    {
        lock (_lock)
        {
            if (!_stops.TryGetValue(resource, out Task? stop))
            {
                // Recursion follows an acyclic graph.
                Task[] dependents = [.. graph.DependentsOf(resource).Select(dependent => StopAsync(dependent, grace, hurry))];
                _stops[resource] = stop = StopAfterAsync(dependents, resource, grace, hurry);
            }
            return stop;
        }
    }

    private async Task StopAfterAsync(Task[] dependents, IResource resource, TimeSpan grace, CancellationToken hurry)
    {
        try
        {
            await Task.WhenAll(dependents).WaitAsync(hurry).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Out of time for order.
        }
        await Task.WhenAll(runners.Where(runner => runner.Resource == resource).Select(runner => runner.StopAsync(grace))).ConfigureAwait(false);
    }
}
