using System.Net;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using DistLog.Tests.EndToEnd;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DistLog.Tests.Hosting;

/// <summary>The whole application, with all its processes.</summary>
[Collection(EndToEndTests.Name)]
public sealed class StartTests
{
    /// <summary>The machine may be building something else at the same time.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [UnixFact]
    public async Task Every_resource_becomes_healthy_and_nothing_is_left_afterwards()
    {
        using IDistributedApplicationTestingBuilder builder =
            await DistributedApplicationTestingBuilder.CreateAsync<Projects.DistLog_AppHost>();
        DistributedApplication app = await builder.BuildAsync();
        string data = app.Services.GetRequiredService<IConfiguration>()["DISTLOG_DATA"]!;
        int[] processes = [];
        try
        {
            await app.StartAsync();
            await Task.WhenAll(builder.Resources.Select(resource => app.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name))).WaitAsync(Deadline);
            processes = [.. builder.Resources.OfType<ProjectResource>().Select(resource => app.ProcessId(resource.Name))];
            using HttpClient console = app.CreateHttpClient("console");
            Assert.Equal(HttpStatusCode.OK, (await console.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
            Assert.Equal($"127.0.0.1:{app.GetEndpoint("broker", "kafka").Port}", await app.GetConnectionStringAsync("kafka"));
            Assert.Equal($"forward://127.0.0.1:{app.GetEndpoint("collector", "forward").Port}", await app.GetConnectionStringAsync("distlog"));
        }
        finally
        {
            await app.DisposeAsync();
        }

        Assert.Equal(11, processes.Length);
        Assert.DoesNotContain(processes, IsAlive);
        Assert.False(Directory.Exists(data));
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
