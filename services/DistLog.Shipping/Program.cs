using DistLog.Shipping;

await ShippingApp.Build(WebApplication.CreateBuilder(args)).RunAsync();
