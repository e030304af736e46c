using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace DistLog.Tests.EndToEnd;

/// <summary>DistLog as AppHost.cs declares it, on free ports and with a data folder of its own.</summary>
public sealed class RunningApplication : IAsyncLifetime
{
    /// <summary>Every process of the embedded application.</summary>
    public static IReadOnlyList<string> Processes { get; } =
    [
        "broker", "searchnode", "collector", "router", "storage", "alerting", "console", "inventory", "payments", "shipping", "orders",
    ];

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    public DistributedApplication App { get; private set; } = null!;

    /// <summary>The store, as any Elasticsearch client sees it.</summary>
    internal Store Store { get; private set; } = null!;

    public Uri Forward => App.GetEndpoint("collector", "forward");

    public Uri Collector => App.GetEndpoint("collector", "http");

    public Uri Console => App.GetEndpoint("console", "http");

    public async Task InitializeAsync()
    {
        // Faults and crashes of the shop are tested on their own; here they would only make noise.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.DistLog_AppHost>(
            ["--AutoRestart=false", "--Shop:CrashRate=0"]);
        App = await builder.BuildAsync();
        using var timeout = new CancellationTokenSource(StartTimeout);
        await App.StartAsync(timeout.Token);
        await HealthyAsync(timeout.Token);
        Store = new Store(App.CreateHttpClient("searchnode"));
    }

    public async Task DisposeAsync()
    {
        if (App is not null)
        {
            await App.DisposeAsync();
        }
    }

    /// <summary>Waits until every process is healthy.</summary>
    public async Task HealthyAsync(CancellationToken cancellationToken)
    {
        foreach (var process in Processes)
        {
            await App.ResourceNotifications.WaitForResourceHealthyAsync(process, cancellationToken);
        }
    }

    /// <summary>Kills a process as <c>kill -9</c> does, and waits until the host has seen it.</summary>
    public async Task KillAsync(string process, CancellationToken cancellationToken)
    {
        using (var running = Process.GetProcessById(ProcessId(process)))
        {
            running.Kill();
        }

        await App.ResourceNotifications.WaitForResourceAsync(process, KnownResourceStates.TerminalStates, cancellationToken);
    }

    /// <summary>Starts a process that was killed, and waits until it is healthy.</summary>
    public async Task StartAsync(string process, CancellationToken cancellationToken)
    {
        var result = await App.ResourceCommands.ExecuteCommandAsync(process, "resource-start", cancellationToken);
        Assert.True(result.Success, result.Message);
        await App.ResourceNotifications.WaitForResourceHealthyAsync(process, cancellationToken);
    }

    private int ProcessId(string process)
    {
        Assert.True(App.ResourceNotifications.TryGetCurrentState(process, out var current), $"{process} has no state");
        return (int)current.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value!;
    }
}
