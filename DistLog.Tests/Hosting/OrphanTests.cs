using System.Diagnostics;
using System.Globalization;

namespace DistLog.Tests.Hosting;

public sealed class OrphanTests
{
    [UnixFact]
    public async Task Nothing_is_left_when_the_host_is_killed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }
        string data = Directory.CreateTempSubdirectory("distlog-test-").FullName;
        using Process host = StartHost(data);
        try
        {
            await Support.Wait.ForAsync("the host's first processes", () => ChildrenOf(host).Length >= 3, TestApplication.Deadline);
            int[] children = ChildrenOf(host);

            host.Kill();

            await Support.Wait.ForAsync("all processes to end", () => !children.Any(IsAlive), TestApplication.Deadline);
        }
        finally
        {
            host.Kill();
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>The real host, on free ports: the orphan guard, the broker and the search node are its first processes.</summary>
    private static Process StartHost(string data)
    {
        string program = typeof(Projects.DistLog_AppHost).Assembly.Location;
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", program, "--DISTLOG_DATA", data },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string port in (string[])["Forward", "Http", "Kafka", "Elasticsearch", "Console"])
        {
            start.Environment[$"Ports__{port}"] = "0";
        }
        Process host = Process.Start(start)!;
        // Read and forgotten: a full pipe would hold the host up.
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return host;
    }

    private static int[] ChildrenOf(Process process) =>
    [
        .. Directory.EnumerateDirectories($"/proc/{process.Id}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
    ];

    /// <summary>A zombie that nobody has collected yet has ended too.</summary>
    private static bool IsAlive(int processId)
    {
        try
        {
            return !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
