using DistLog.Orders.Customers;
using DistLog.Shop;
using DistLog.Shop.Calls;

namespace DistLog.Orders;

/// <summary>The service, put together; apart from Program so that a test can run it in its own process.</summary>
internal static class OrdersApp
{
    public const string Inventory = "inventory";
    public const string Payments = "payments";
    public const string Shipping = "shipping";

    // Slow answers are the shop's daily bread (twice its threshold); this is for those that never come.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddShopService(ShopService.Orders);
        AddDependency(builder, Inventory, ShopService.Inventory);
        AddDependency(builder, Payments, ShopService.Payments);
        AddDependency(builder, Shipping, ShopService.Shipping);
        builder.Services.AddSingleton<OrderBook>();
        builder.Services.AddSingleton<OrderProcess>();
        builder.Services.AddSingleton<Compensation>();
        builder.Services.AddHostedService<SimulatedCustomer>();
        var app = builder.Build().UseShopDefaults();
        app.MapOrders();
        return app;
    }

    // The name is found by service discovery: http://inventory is wherever Inventory listens.
    private static void AddDependency(WebApplicationBuilder builder, string name, ShopService dependency)
    {
        builder.Services
            .AddHttpClient(name, http =>
            {
                http.BaseAddress = new Uri($"http://{name}");
                http.Timeout = CallLimit;
            })
            .AddHttpMessageHandler(services => ActivatorUtilities.CreateInstance<ServiceCallHandler>(services, dependency));
        builder.Services.AddKeyedTransient(name, (services, _) =>
            new ServiceCaller(services.GetRequiredService<IHttpClientFactory>().CreateClient(name)));
    }
}
