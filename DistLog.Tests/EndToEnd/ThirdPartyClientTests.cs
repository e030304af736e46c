using System.Globalization;
using Aspire.Hosting.Testing;
using DistLog.Contracts;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>Clients that know nothing of DistLog, at each seam of the running application.</summary>
[Collection(EndToEndTests.Name)]
public sealed class ThirdPartyClientTests(RunningApplication application)
{
    private const int Events = 2_000;

    [ThirdPartyFact("python:fluent", "python:requests", "python:elasticsearch")]
    public async Task What_fluent_logger_and_requests_send_the_python_elasticsearch_client_finds_once()
    {
        var run = "seeds" + Guid.NewGuid().ToString("N");
        await Script.PythonAsync("seeds.py", run, Text(Events), Text(application.Forward.Port), Text(application.Collector.Port));

        await application.Store.FindsAsync("logs", $"message:{run}", 2 * Events);
        await Wait.ForAsync("both nodes to be registered", async () =>
            await application.Store.CountAsync(Indices.Nodes, $"node_id:forward-{run} OR node_id:http-{run}") == 2);
        await Script.PythonAsync("elastic.py", application.App.GetEndpoint("searchnode", "http").ToString(), run, Text(2 * Events));
    }

    [ThirdPartyFact("kcat")]
    public async Task Kcat_lists_the_topics_and_reads_what_the_router_wrote()
    {
        var broker = $"127.0.0.1:{application.App.GetEndpoint("broker", "kafka").Port}";
        var listing = await Script.RunAsync("kcat", "-b", broker, "-L");
        Assert.All(Topics.All, topic => Assert.Contains($"\"{topic.Name}\"", listing, StringComparison.Ordinal));

        var first = await Script.RunAsync("kcat", "-b", broker, "-C", "-t", Topics.Logs, "-o", "beginning", "-c", "1", "-e", "-q");
        Assert.Contains("\"service_name\"", first, StringComparison.Ordinal);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
