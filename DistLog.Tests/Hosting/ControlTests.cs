using Aspire.Hosting;
using Aspire.Hosting.Testing;
using DistLog.Hosting.Control;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DistLog.Tests.Hosting;

public sealed class ControlTests
{
    [UnixFact]
    public async Task A_running_host_lists_and_commands_its_resources()
    {
        await using DistributedApplication app = await StartAsync();
        string data = DataOf(app);
        int before = app.ProcessId("service");

        (bool listed, string list) = await ControlClient.SendAsync(data, "list");
        (bool restarted, _) = await ControlClient.SendAsync(data, "restart service");
        await app.HealthyAsync("service");
        (bool unknown, string complaint) = await ControlClient.SendAsync(data, "stop nobody");

        Assert.True(listed);
        Assert.Matches("service +Healthy", list);
        Assert.True(restarted);
        Assert.NotEqual(before, app.ProcessId("service"));
        Assert.False(unknown);
        Assert.Contains("'nobody'", complaint, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Only_the_user_may_use_the_socket()
    {
        await using DistributedApplication app = await StartAsync();
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(ControlSocket.PathFor(DataOf(app))));
        }
    }

    [UnixFact]
    public async Task An_overlong_or_unknown_request_is_refused()
    {
        await using DistributedApplication app = await StartAsync();

        Assert.False((await ControlClient.SendAsync(DataOf(app), new string('x', ControlSocket.LongestRequest))).Success);
        Assert.False((await ControlClient.SendAsync(DataOf(app), "dance")).Success);
        Assert.True((await ControlClient.SendAsync(DataOf(app), "list")).Success);
    }

    [Fact]
    public async Task Without_a_host_the_client_says_how_to_start_one()
    {
        (bool success, string text) = await ControlClient.SendAsync(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), "list");

        Assert.False(success);
        Assert.Contains("dotnet run --project DistLog.AppHost", text, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task Two_hosts_on_one_data_directory_are_refused()
    {
        await using DistributedApplication app = await StartAsync();
        using IDistributedApplicationTestingBuilder second = DistributedApplicationTestingBuilder.Create("--DISTLOG_DATA", DataOf(app));

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(second.StartAsync);

        Assert.Contains("Another host", error.Message, StringComparison.Ordinal);
        Assert.Contains("DISTLOG_DATA", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", "resource", "list")]
    [InlineData("stop router", "--Engines", "external", "resource", "router", "stop")]
    [InlineData("", "resource")]
    [InlineData("", "resource", "router", "explode")]
    [InlineData(null, "--Engines", "external")]
    public void The_command_line_is_a_command_only_with_the_word_resource(string? request, params string[] args) =>
        Assert.Equal(request, ResourceCommandLine.RequestOf(args));

    private static async Task<DistributedApplication> StartAsync()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        builder.AddScript("service", TestApplication.Idle);
        DistributedApplication app = await builder.StartAsync();
        await app.HealthyAsync("service");
        return app;
    }

    private static string DataOf(DistributedApplication app) => app.Services.GetRequiredService<IConfiguration>()["DISTLOG_DATA"]!;
}
