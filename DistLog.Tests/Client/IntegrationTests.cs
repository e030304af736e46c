// Applications log by the plain extension methods too, with names of any case.
#pragma warning disable CA1848, CA1727

using DistLog.Client;
using DistLog.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.Client;

/// <summary>The client in an application, by its two public extension methods.</summary>
public sealed class IntegrationTests
{
    [Fact]
    public async Task An_application_registers_logs_and_says_goodbye()
    {
        await using var peer = new CollectorPeer();
        await using (var app = Build(peer.ConnectionString))
        {
            await app.StartAsync();
            app.Services.GetRequiredService<ILogger<IntegrationTests>>().LogInformation("hello");
            app.Services.GetRequiredService<DistributedLogger>().Warn("slow", 812, 500);
            await app.StopAsync();
        }

        var types = peer.Acknowledged.Select(record => (string)record["message_type"]!).ToList();
        Assert.Contains("REGISTRATION", types);
        Assert.Contains("HEARTBEAT", types);
        Assert.Equal("CLOSE_LOG", types[^1]);
        Assert.Contains(peer.Logs, log => (string)log["message"]! == "hello");
        Assert.Contains(peer.Logs, log => (string)log["log_level"]! == "WARN" && (double)log["response_time_ms"]! == 812);
        Assert.All(peer.Acknowledged, record => Assert.Equal("ShopService", record["service_name"]));
    }

    [Fact]
    public void A_missing_address_is_named_with_every_other_mistake()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["DistLog:Client:LingerMs"] = "-1",
            ["DistLog:Client:MaxQueueEvents"] = "0",
        });
        var error = Assert.Throws<InvalidOperationException>(() => builder.AddDistLogClient("distlog"));
        Assert.Contains("ConnectionStrings:distlog", error.Message, StringComparison.Ordinal);
        Assert.Contains("DistLog:Client:LingerMs", error.Message, StringComparison.Ordinal);
        Assert.Contains("DistLog:Client:MaxQueueEvents", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:24224")]
    [InlineData("http://localhost:24224")]
    [InlineData("forward://user:secret@localhost")]
    [InlineData("forward://localhost:1/path")]
    public void An_address_of_another_form_is_refused(string address)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:distlog"] = address;
        var error = Assert.Throws<InvalidOperationException>(() => builder.AddDistLogClient("distlog"));
        Assert.Contains("forward://host:port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_health_check_is_degraded_while_the_collector_is_away()
    {
        await using var app = Build(Clients.Nowhere(), ("DistLog:Client:ShutdownFlushMs", "0"));
        await app.StartAsync();
        var health = app.Services.GetRequiredService<HealthCheckService>();
        await Wait.ForAsync("a degraded client", async () => (await health.CheckHealthAsync()).Entries["distlog"].Status == HealthStatus.Degraded);
    }

    [Fact]
    public async Task Filters_of_the_section_DistLog_apply()
    {
        await using var peer = new CollectorPeer();
        await using (var app = Build(peer.ConnectionString, ("Logging:DistLog:LogLevel:Default", "Error")))
        {
            await app.StartAsync();
            app.Services.GetRequiredService<ILogger<IntegrationTests>>().LogWarning("below");
            app.Services.GetRequiredService<ILogger<IntegrationTests>>().LogError("above");
        }

        Assert.Equal(["above"], peer.Logs.Select(log => (string)log["message"]!));
    }

    [Fact]
    public async Task The_loggers_without_a_client_say_what_is_missing()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.AddDistLog();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await builder.Build().DisposeAsync());
        Assert.Contains("AddDistLogClient", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_sends_its_last_words_before_the_process_goes()
    {
        await using var peer = new CollectorPeer();
        await using var client = Clients.Create(peer.ConnectionString, settings => settings.LingerMs = 10_000);
        using var crashes = new CrashReporter(client);
        crashes.Report(new InvalidOperationException("boom"));
        var fatal = Assert.Single(peer.Logs);
        Assert.Equal("FATAL", fatal["log_level"]);
        Assert.Equal("boom", ((Dictionary<string, object?>)fatal["error_details"]!)["error_message"]);
    }

    private static WebApplication Build(string connectionString, params (string Key, string Value)[] configuration)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["ConnectionStrings:distlog"] = connectionString;
        builder.Configuration["DistLog:Client:ServiceName"] = "ShopService";
        builder.Configuration["DistLog:Client:ShutdownFlushMs"] = "20000";
        foreach (var (key, value) in configuration)
        {
            builder.Configuration[key] = value;
        }

        builder.Logging.ClearProviders();
        builder.AddDistLogClient("distlog");
        builder.Logging.AddDistLog();
        return builder.Build();
    }
}
