using System.Net;
using Aspire.Hosting.Testing;

namespace DistLog.Tests.EndToEnd;

[Collection(EndToEndTests.Name)]
public sealed class StartTests(RunningApplication application)
{
    [Fact]
    public async Task Every_process_tells_its_health()
    {
        foreach (var process in RunningApplication.Processes)
        {
            using var http = application.App.CreateHttpClient(process);
            using var health = await http.GetAsync("/health");
            using var alive = await http.GetAsync("/alive");
            Assert.True(health.StatusCode == HttpStatusCode.OK, $"{process}: {await health.Content.ReadAsStringAsync()}");
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        }
    }

    [Fact]
    public async Task The_shops_own_logs_are_found_by_a_search() =>
        await Support.Wait.ForAsync("logs of OrderService", async () => await application.Store.CountAsync("logs", "service_name:OrderService") > 0);
}
