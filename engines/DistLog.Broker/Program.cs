using DistLog.Broker.Hosting;
using DistLog.ServiceDefaults;
using DistLog.ServiceDefaults.Telemetry;

if (CommandLine.WantsHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.AddCommandLine(args, CommandLine.Switches);
builder.Logging.AddOneLineConsole();
builder.AddTelemetry();
builder.AddBroker();
var app = builder.Build();
app.MapHealthChecks("/health");
app.MapHealthChecks("/alive", new() { Predicate = _ => false });
await app.RunAsync();
