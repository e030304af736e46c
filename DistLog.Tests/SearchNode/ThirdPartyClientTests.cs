using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

public sealed class ThirdPartyClientTests
{
    [ThirdPartyFact("node", "npm")]
    public Task Elastics_JavaScript_client_8_writes_pages_and_tells_errors() => JavaScriptAsync("elasticsearch8");

    [ThirdPartyFact("node", "npm")]
    public Task Elastics_JavaScript_client_9_writes_pages_and_tells_errors() => JavaScriptAsync("elasticsearch9");

    /// <summary>While the store is away rsyslog waits; what comes after a restart is there once; what the store refuses is in rsyslog's error file.</summary>
    [ThirdPartyFact("rsyslogd")]
    public async Task Rsyslog_writes_in_bulk_through_a_restart_and_keeps_what_is_refused()
    {
        await using var node = await TestNode.StartAsync(null, "--urls", $"http://127.0.0.1:{FreePort()}");
        await node.DoAsync("PUT", "/rsyslog", """{"settings":{"number_of_replicas":0},"mappings":{"properties":{"number":{"type":"long"}}}}""");
        var folder = Directory.CreateTempSubdirectory("distlog-rsyslog-").FullName;
        var lines = Path.Combine(folder, "lines.log");
        await File.WriteAllLinesAsync(lines, Lines(0, 300).Append("event number 12x34"));
        using var rsyslog = await StartAsync(folder, node.Client.BaseAddress!.Port);
        try
        {
            await Wait.ForAsync("the first lines in the store", async () => await CountAsync(node) == 300);
            await node.CloseAsync();
            await File.AppendAllLinesAsync(lines, Lines(300, 200));
            await node.RestartAfterCloseAsync();
            await Wait.ForAsync("the later lines in the store", async () => await CountAsync(node) == 500);
            await Wait.ForAsync("the refused line in the error file", () => File.Exists(Path.Combine(folder, "errors.json")));
            Assert.Contains("document_parsing_exception", await File.ReadAllTextAsync(Path.Combine(folder, "errors.json")), StringComparison.Ordinal);
            Assert.Equal("event number 499", (await node.DoAsync("GET", "/rsyslog/_doc/line-499"))["_source"]!["message"]!.GetValue<string>());
        }
        finally
        {
            rsyslog.Kill();
            await rsyslog.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task JavaScriptAsync(string module)
    {
        await using var node = await TestNode.StartAsync();
        await Script.RunAsync("node", Path.Combine(AppContext.BaseDirectory, "Clients", "elasticsearch.js"), node.Client.BaseAddress!.ToString().TrimEnd('/'), await NpmPackages.FolderAsync(), module);
    }

    private static IEnumerable<string> Lines(int first, int count) =>
        Enumerable.Range(first, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"event number {number}"));

    private static async Task<long> CountAsync(TestNode node)
    {
        await node.DoAsync("POST", "/rsyslog/_refresh");
        return (await node.DoAsync("GET", "/rsyslog/_count"))["count"]!.GetValue<long>();
    }

    private static async Task<Process> StartAsync(string folder, int port)
    {
        var template = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Clients", "rsyslog.conf"));
        var config = Path.Combine(folder, "rsyslog.conf");
        await File.WriteAllTextAsync(config, template.Replace("$FOLDER", folder, StringComparison.Ordinal).Replace("$PORT", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return Process.Start("rsyslogd", ["-n", "-f", config, "-i", Path.Combine(folder, "pid")]);
    }

    /// <summary>The node keeps it over its restart.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
