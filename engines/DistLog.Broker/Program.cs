using DistLog.Broker.Hosting;

if (CommandLine.WantsHelp(args))
{
    Console.WriteLine(CommandLine.Help);
    return;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Configuration.AddCommandLine(args, CommandLine.Switches);
builder.AddBroker();
var app = builder.Build();
app.MapHealthChecks("/health");
app.MapHealthChecks("/alive", new() { Predicate = _ => false });
await app.RunAsync();
