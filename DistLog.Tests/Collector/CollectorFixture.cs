using System.Net;
using System.Net.Sockets;
using DistLog.Collector;
using DistLog.Collector.Forward;
using DistLog.Collector.Sink;
using DistLog.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DistLog.Tests.Collector;

/// <summary>The collector on real sockets, with a recorder in the place of the bus.</summary>
internal sealed class CollectorFixture : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CollectorFixture(WebApplication app, RecorderSink sink)
    {
        _app = app;
        Sink = sink;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First(url => !url.EndsWith($":{ForwardPort}", StringComparison.Ordinal))) };
    }

    public RecorderSink Sink { get; }

    public HttpClient Http { get; }

    public int ForwardPort => _app.Services.GetRequiredService<ForwardEndpoint>().Address!.Port;

    public static async Task<CollectorFixture> StartAsync(params string[] settings)
    {
        var builder = WebApplication.CreateBuilder([.. settings, "--urls=http://127.0.0.1:0", "--Collector:ForwardPort=0"]);
        builder.AddServiceDefaults();
        builder.AddCollector();
        var sink = new RecorderSink();
        builder.Services.AddSingleton<IRecordSink>(sink);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapIngest();
        await app.StartAsync();
        return new CollectorFixture(app, sink);
    }

    /// <summary>Connects to the forward protocol.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, ForwardPort);
        return new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 10_000 };
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
