using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>Waits for what a resource's <c>WaitFor</c>s ask for.</summary>
internal sealed class DependencyWaiter(ResourceNotificationService notifications)
{
    /// <exception cref="DistributedApplicationException">A dependency has failed, and the behaviour is to stop then.</exception>
    public Task WaitAsync(IResource resource, CancellationToken cancellationToken) =>
        Task.WhenAll(resource.Annotations.OfType<WaitAnnotation>().Select(wait => WaitAsync(wait, cancellationToken)));

    private async Task WaitAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        string name = wait.Resource.Name;
        WaitBehavior behavior = wait.WaitBehavior ?? notifications.DefaultWaitBehavior;
        switch (wait.WaitType)
        {
            case WaitType.WaitUntilHealthy:
                await notifications.WaitForResourceHealthyAsync(name, behavior, cancellationToken).ConfigureAwait(false);
                break;
            case WaitType.WaitUntilStarted:
                await notifications.WaitForResourceAsync(name, KnownResourceStates.Running, cancellationToken).ConfigureAwait(false);
                break;
            default:
                await WaitForCompletionAsync(wait, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task WaitForCompletionAsync(WaitAnnotation wait, CancellationToken cancellationToken)
    {
        ResourceEvent end = await notifications.WaitForResourceAsync(
            wait.Resource.Name, ResourceNotificationService.HasFailed, cancellationToken).ConfigureAwait(false);
        if (end.Snapshot.ExitCode != wait.ExitCode)
        {
            throw new DistributedApplicationException(
                $"'{wait.Resource.Name}' ended with exit code {end.Snapshot.ExitCode} instead of {wait.ExitCode}.");
        }
    }
}
