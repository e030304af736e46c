using DistLog.Console;
using DistLog.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddKafka();
builder.AddElasticsearch();
builder.AddConsolePages();
builder.AddConsoleSources();

var app = builder.Build();
app.MapConsole();
app.MapDefaultEndpoints();
await app.RunAsync();
