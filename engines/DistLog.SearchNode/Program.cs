using DistLog.SearchNode;

if (CommandLine.Translate(args) is { } arguments)
{
    await WebApplication.CreateSlimBuilder(arguments).AddSearchNode().Build().UseSearchNode().RunAsync();
}
