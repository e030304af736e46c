using DistLog.Shop;

namespace DistLog.Payments;

/// <summary>The service, put together; apart from Program so that a test can run it in its own process.</summary>
internal static class PaymentsApp
{
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        builder.AddShopService(ShopService.Payments);
        builder.Services.AddSingleton<Ledger>();
        var app = builder.Build().UseShopDefaults();
        app.MapCharges();
        return app;
    }
}
