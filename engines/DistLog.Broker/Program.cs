using DistLog.Broker.Hosting;
using DistLog.ServiceDefaults;

if (CommandLine.WantsHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.AddCommandLine(args, CommandLine.Switches);
builder.Logging.AddOneLineConsole();
builder.AddBroker();
var app = builder.Build();
app.MapHealthChecks("/health");
app.MapHealthChecks("/alive", new() { Predicate = _ => false });
await app.RunAsync();
