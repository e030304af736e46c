using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Orchestration;
using DistLog.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The application: starts, watches and stops its resources.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly EntryPointInterception? _interception;

    public DistributedApplication(IHost host)
        : this(host, interception: null)
    {
    }

    internal DistributedApplication(IHost host, EntryPointInterception? interception)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _interception = interception;
    }

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public ResourceCommandService ResourceCommands => Services.GetRequiredService<ResourceCommandService>();

    public static IDistributedApplicationBuilder CreateBuilder() => CreateBuilder([]);

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new DistributedApplicationBuilder(args);

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) =>
        new DistributedApplicationBuilder(options);

    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>
    /// Runs until Ctrl+C or SIGTERM. An error that the user can mend is printed without a stack trace,
    /// and makes the exit code 1.
    /// </summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_interception is not null)
        {
            // A test starts and stops the application itself; the entry point only has to stay.
            await _interception.WaitForEndAsync().ConfigureAwait(false);
            return;
        }
        await Services.GetRequiredService<HostRunner>().RunAsync(this, cancellationToken).ConfigureAwait(false);
    }

    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    public virtual void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Services.GetRequiredService<ApplicationOrchestrator>().StopAsync(CancellationToken.None).ConfigureAwait(false);
        _interception?.End();
        await ((IAsyncDisposable)_host).DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
