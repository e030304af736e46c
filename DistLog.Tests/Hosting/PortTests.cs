using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace DistLog.Tests.Hosting;

public sealed class PortTests
{
    [Fact]
    public async Task A_taken_port_names_the_port_the_resource_and_the_setting()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        int port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create("--Ports:Kafka", $"{port}");
        builder.AddScript("broker", TestApplication.Idle).WithEndpoint(port: port, name: "kafka");

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.Contains($"Port {port} is already in use", error.Message, StringComparison.Ordinal);
        Assert.Contains("'broker'", error.Message, StringComparison.Ordinal);
        Assert.Contains("--Ports:Kafka", error.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            Assert.Contains($"(process {Environment.ProcessId})", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_port_for_two_resources_names_both()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        builder.AddScript("one", TestApplication.Idle).WithEndpoint(port: 21090);
        builder.AddScript("two", TestApplication.Idle).WithEndpoint(port: 21090);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.Contains("'one'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'two'", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task An_endpoint_without_a_port_gets_a_free_one_that_the_process_is_told()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        builder.AddScript("server", $"echo port $SERVER_PORT; {TestApplication.Idle}").WithEndpoint(name: "tcp", env: "SERVER_PORT");

        await using DistributedApplication app = await builder.StartAsync();
        int port = app.GetEndpoint("server", "tcp").Port;

        await Support.Wait.ForAsync("the process to print its port", async () => (await app.LinesAsync("server")).Contains($"port {port}"));
    }
}
