using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Control;
using DistLog.Hosting.Terminal;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>What the AppHost's program does from its start to its end.</summary>
internal sealed class HostRunner(
    IHostApplicationLifetime lifetime,
    ResourceNotificationService notifications,
    DistributedApplicationModel model,
    ConsoleOutput output,
    HostArguments arguments,
    IConfiguration configuration)
{
    private const int UsageExitCode = 2;

    public async Task RunAsync(DistributedApplication application, CancellationToken cancellationToken)
    {
        if (ResourceCommandLine.RequestOf(arguments.Values) is { } request)
        {
            await CommandAsync(request).ConfigureAwait(false);
            return;
        }
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

    /// <summary>Commands the host that already runs.</summary>
    private async Task CommandAsync(string request)
    {
        if (request.Length == 0)
        {
            await Console.Error.WriteLineAsync(ResourceCommandLine.Usage).ConfigureAwait(false);
            Environment.ExitCode = UsageExitCode;
            return;
        }
        (bool success, string text) = await ControlClient.SendAsync(configuration["DISTLOG_DATA"] ?? "", request).ConfigureAwait(false);
        await (success ? Console.Out : Console.Error).WriteLineAsync(text).ConfigureAwait(false);
        Environment.ExitCode = success ? 0 : 1;
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
