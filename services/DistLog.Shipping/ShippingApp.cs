using DistLog.Shop;

namespace DistLog.Shipping;

/// <summary>The service, put together; apart from Program so that a test can run it in its own process.</summary>
internal static class ShippingApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddShopService(ShopService.Shipping);
        builder.Services.AddSingleton<Dispatch>();
        var app = builder.Build().UseShopDefaults();
        app.MapShipments();
        return app;
    }
}
