using System.Collections.Concurrent;
using System.Net.Http.Json;
using DistLog.Inventory;
using DistLog.Orders;
using DistLog.Payments;
using DistLog.Shipping;
using DistLog.Shop.Faults;
using DistLog.Shop.Messages;
using DistLog.Tests.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.Shop;

/// <summary>The four services in this process, on free ports, over real HTTP, logging to a collector of the test's.</summary>
internal sealed class ShopUnderTest : IAsyncDisposable
{
    private readonly List<WebApplication> _apps = [];

    private ShopUnderTest()
    {
    }

    public CollectorPeer Collector { get; } = new();

    public HttpClient Orders { get; private set; } = null!;

    public HttpClient Inventory { get; private set; } = null!;

    public HttpClient Payments { get; private set; } = null!;

    public HttpClient Shipping { get; private set; } = null!;

    /// <summary>Exit codes of the crashes that would have ended a process.</summary>
    public ConcurrentQueue<int> Crashes { get; } = new();

    /// <param name="faults">Settings such as <c>payments:Shop:FailureRate</c> for one service; those of no service are for all.</param>
    public static async Task<ShopUnderTest> StartAsync(params (string Key, string Value)[] faults)
    {
        var shop = new ShopUnderTest();
        shop.Inventory = await shop.StartAsync(OrdersApp.Inventory, InventoryApp.Build, faults);
        shop.Payments = await shop.StartAsync(OrdersApp.Payments, PaymentsApp.Build, faults);
        shop.Shipping = await shop.StartAsync(OrdersApp.Shipping, ShippingApp.Build, faults);
        shop.Orders = await shop.StartAsync("orders", OrdersApp.Build, faults);
        return shop;
    }

    public async Task<int> AvailableAsync(string sku) => (await Inventory.GetFromJsonAsync<Article>($"/inventory/{sku}"))!.Available;

    public Task<HttpResponseMessage> OrderAsync(string sku, int quantity) =>
        Orders.PostAsJsonAsync("/orders", new OrderRequest("ada", [new OrderItem(sku, quantity)]));

    /// <summary>The logs of one service that reached the collector.</summary>
    public IEnumerable<Dictionary<string, object?>> Logs(string service, string level) => Collector.Logs
        .Where(log => (string)log["service_name"]! == service && (string)log["log_level"]! == level);

    public async Task StopAsync(string service)
    {
        var app = _apps.Single(app => app.Configuration["test:name"] == service);
        _apps.Remove(app);
        await app.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var app in Enumerable.Reverse(_apps))
        {
            await app.DisposeAsync();
        }

        foreach (var client in new[] { Orders, Inventory, Payments, Shipping })
        {
            client?.Dispose();
        }

        await Collector.DisposeAsync();
    }

    private async Task<HttpClient> StartAsync(string name, Func<WebApplicationBuilder, WebApplication> build, (string Key, string Value)[] faults)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(Settings(name, faults));
        builder.Services.AddSingleton<IProcessEnd>(new RecordedEnd(Crashes));
        var app = build(builder);
        _apps.Add(app);
        await app.StartAsync();
        return new HttpClient { BaseAddress = Address(app) };
    }

    private Dictionary<string, string?> Settings(string name, (string Key, string Value)[] faults)
    {
        var settings = new Dictionary<string, string?>
        {
            ["test:name"] = name,
            ["urls"] = "http://127.0.0.1:0",
            ["ConnectionStrings:distlog"] = Collector.ConnectionString,
            ["DistLog:Client:LingerMs"] = "5",
            ["DistLog:Client:DisableCrashReport"] = "true",
            ["Logging:Console:LogLevel:Default"] = "None",
            ["Shop:OrdersPerSecond"] = "0",
            ["Shop:SlowRate"] = "0",
            ["Shop:FailureRate"] = "0",
            ["Shop:CrashRate"] = "0",
        };
        foreach (var app in _apps)
        {
            settings[$"services:{app.Configuration["test:name"]}:http:0"] = Address(app).ToString();
        }

        foreach (var (key, value) in faults.Where(fault => fault.Key.StartsWith("Shop:", StringComparison.Ordinal)))
        {
            settings[key] = value;
        }

        foreach (var (key, value) in faults.Where(fault => fault.Key.StartsWith($"{name}:", StringComparison.Ordinal)))
        {
            settings[key[(name.Length + 1)..]] = value;
        }

        return settings;
    }

    private static Uri Address(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    private sealed class RecordedEnd(ConcurrentQueue<int> crashes) : IProcessEnd
    {
        public void Crash(int exitCode) => crashes.Enqueue(exitCode);
    }
}
