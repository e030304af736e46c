using System.Net.Http.Json;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using DistLog.Tests.Support;

namespace DistLog.Tests.Console;

/// <summary>All of DistLog on free ports, started at the first use.</summary>
public sealed class StackFixture : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private DistributedApplication? _app;
    private HttpClient? _collector;

    internal Uri ConsoleUrl => _app!.GetEndpoint("console", "http");

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Starts everything where it does not run yet, and waits until each process is healthy.</summary>
    internal async Task StartAsync()
    {
        if (_app is not null)
        {
            return;
        }

        using var limit = new CancellationTokenSource(StartLimit);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.DistLog_AppHost>(limit.Token);
        _app = await builder.BuildAsync(limit.Token);
        await _app.StartAsync(limit.Token);
        foreach (var name in (string[])["collector", "router", "storage", "alerting", "console"])
        {
            await _app.ResourceNotifications.WaitForResourceHealthyAsync(name, limit.Token);
        }

        _collector = _app.CreateHttpClient("collector", "http");
    }

    /// <summary>Sends a record as any service could; returns when it is acknowledged.</summary>
    internal async Task SendAsync(object record)
    {
        using var response = await _collector!.PostAsJsonAsync("/test.logs", record);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Asks the console until a page of it says something.</summary>
    internal async Task WaitForPageAsync(string path, string text)
    {
        using var http = new HttpClient { BaseAddress = ConsoleUrl };
        await Wait.ForAsync($"'{text}' on {path}", async () => (await http.GetStringAsync(new Uri(path, UriKind.Relative))).Contains(text, StringComparison.Ordinal));
    }

    public async Task DisposeAsync()
    {
        _collector?.Dispose();
        await (_app?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
