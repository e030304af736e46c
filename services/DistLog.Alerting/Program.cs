using DistLog.Alerting;
using DistLog.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKafka();
builder.AddAlerting();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapAlertingApi();
await app.RunAsync();
