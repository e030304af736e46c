using DistLog.Router;
using DistLog.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKafka();
builder.AddRouter();

var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
