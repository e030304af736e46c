using DistLog.Collector;
using DistLog.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKafka();
builder.AddCollector();
builder.Services.AddKafkaSink();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapIngest();
await app.RunAsync();
