using DistLog.Orders;

await OrdersApp.Build(WebApplication.CreateBuilder(args)).RunAsync();
