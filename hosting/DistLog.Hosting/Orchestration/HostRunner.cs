using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>What the AppHost's program does from its start to its end.</summary>
internal sealed class HostRunner(
    IHostApplicationLifetime lifetime, ResourceNotificationService notifications, DistributedApplicationModel model, ConsoleOutput output)
{
    public async Task RunAsync(DistributedApplication application, CancellationToken cancellationToken)
    {
        using var readiness = new ReadinessReport(notifications, model, output);
        try
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(lifetime.StopApplication);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            await lifetime.ApplicationStopping.WaitAsync().ConfigureAwait(false);
            await application.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (DistributedApplicationException exception)
        {
            output.Problem("host", exception.Message);
            Environment.ExitCode = 1;
        }
        finally
        {
            await application.DisposeAsync().ConfigureAwait(false);
        }
    }
}

internal static class CancellationTokenExtensions
{
    /// <summary>Completes when the token is cancelled.</summary>
    public static Task WaitAsync(this CancellationToken token)
    {
        var completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(completion.SetResult);
        return completion.Task;
    }
}
