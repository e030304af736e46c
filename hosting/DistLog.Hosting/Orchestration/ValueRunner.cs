using System.Collections.Immutable;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>A parameter or a connection string: it runs as soon as its value can be worked out.</summary>
internal sealed class ValueRunner(IResource resource, RunnerServices services) : IResourceRunner, IDisposable
{
    private CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public IResource Resource { get; } = resource;

    public string Id => Resource.Name;

    public Task StartAsync()
    {
        if (_run.IsCompleted)
        {
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            CancellationToken stop = _stop.Token;
            _run = Task.Run(() => RunAsync(stop), CancellationToken.None);
        }
        return Task.CompletedTask;
    }

    public async Task StopAsync(TimeSpan grace)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
        await PublishAsync(KnownResourceStates.Exited, reason: null).ConfigureAwait(false);
    }

    public void Kill() => _stop.Cancel();

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await new DependencyWaiter(services.Notifications).WaitAsync(Resource, stop).ConfigureAwait(false);
            await ((IValueProvider)Resource).GetValueAsync(stop).ConfigureAwait(false);
            await PublishAsync(KnownResourceStates.Running, reason: null).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped while it waited.
        }
        catch (DistributedApplicationException exception)
        {
            services.Output.Problem(Id, exception.Message);
            await PublishAsync(KnownResourceStates.FailedToStart, exception.Message).ConfigureAwait(false);
        }
    }

    private Task PublishAsync(string state, string? reason)
    {
        ImmutableArray<ResourcePropertySnapshot> properties = reason is null ? [] : [new(SnapshotProperties.Reason, reason)];
        return services.Notifications.PublishUpdateAsync(Resource, before => before with { State = state, Properties = properties });
    }
}
