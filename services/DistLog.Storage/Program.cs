using DistLog.ServiceDefaults;
using DistLog.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKafka();
builder.AddElasticsearch();
builder.AddStorage();

var app = builder.Build();
app.MapDefaultEndpoints();
await app.RunAsync();
