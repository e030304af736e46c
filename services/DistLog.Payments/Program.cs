using DistLog.Payments;

await PaymentsApp.Build(WebApplication.CreateBuilder(args)).RunAsync();
