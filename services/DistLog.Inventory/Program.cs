using DistLog.Inventory;

await InventoryApp.Build(WebApplication.CreateBuilder(args)).RunAsync();
