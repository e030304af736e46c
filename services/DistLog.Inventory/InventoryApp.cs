using DistLog.Shop;

namespace DistLog.Inventory;

/// <summary>The service, put together; apart from Program so that a test can run it in its own process.</summary>
internal static class InventoryApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddShopService(ShopService.Inventory);
        builder.Services.AddSingleton<Stock>();
        builder.Services.AddSingleton<Reservations>();
        var app = builder.Build().UseShopDefaults();
        app.MapInventory();
        return app;
    }
}
