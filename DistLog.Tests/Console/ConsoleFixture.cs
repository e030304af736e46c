using DistLog.Console;
using DistLog.Console.Feeds;
using DistLog.Console.Live;
using DistLog.Console.Search;
using DistLog.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DistLog.Tests.Console;

/// <summary>The console's pages on a free port, with a store in memory and no bus.</summary>
internal sealed class ConsoleFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ConsoleFixture(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public FakeStore Store => (FakeStore)_app.Services.GetRequiredService<ILogStore>();

    public NodeBoard Nodes => _app.Services.GetRequiredService<NodeBoard>();

    public AlertBoard Alerts => _app.Services.GetRequiredService<AlertBoard>();

    public LogBoard Logs => _app.Services.GetRequiredService<LogBoard>();

    public LiveHub Hub => _app.Services.GetRequiredService<LiveHub>();

    public static async Task<ConsoleFixture> StartAsync(Action<ConsoleOptions>? configure = null, Uri? url = null)
    {
        var builder = WebApplication.CreateBuilder(["--urls", url?.ToString() ?? "http://127.0.0.1:0", "--Logging:LogLevel:Default", "Warning"]);
        builder.AddServiceDefaults();
        builder.AddConsolePages();
        builder.Services.AddSingleton<ILogStore, FakeStore>();
        builder.Services.Configure(configure ?? (_ => { }));
        var app = builder.Build();
        app.MapConsole();
        app.MapDefaultEndpoints();
        await app.StartAsync();
        return new ConsoleFixture(app);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
