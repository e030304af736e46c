using DistLog.SearchNode;
using DistLog.SearchNode.Http;

if (CommandLine.Translate(args) is not { } arguments)
{
    return;
}

var app = WebApplication.CreateSlimBuilder(arguments).AddSearchNode().Build();
app.UseResponseCompression();
app.UseMiddleware<ErrorHandling>();
app.UseRequestDecompression();
app.UseRouting();
app.MapElasticsearch();
await app.RunAsync();
