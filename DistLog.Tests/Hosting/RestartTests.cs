using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using DistLog.Hosting;
using DistLog.Hosting.Orchestration;

namespace DistLog.Tests.Hosting;

public sealed class RestartTests
{
    [Fact]
    public void Each_failure_doubles_the_wait_up_to_a_limit_and_a_stable_run_resets_it()
    {
        var backoff = new RestartBackoff(TimeSpan.FromSeconds(1));

        double[] waits = [.. Enumerable.Range(0, 8).Select(_ => backoff.Next(TimeSpan.Zero).TotalSeconds)];

        Assert.Equal([1, 2, 4, 8, 16, 30, 30, 30], waits);
        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Next(RestartBackoff.Stable));
    }

    [UnixFact]
    public async Task A_killed_process_is_started_again()
    {
        await using DistributedApplication app = await StartRestartingAsync();
        int before = app.ProcessId("service");

        Kill(before);

        await Support.Wait.ForAsync("another process", () => IsRunningAnother(app, before));
        await app.HealthyAsync("service");
    }

    [UnixFact]
    public async Task A_stopped_process_stays_stopped_until_it_is_started()
    {
        await using DistributedApplication app = await StartRestartingAsync();

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", "resource-stop")).Success);
        Assert.True(app.ResourceNotifications.TryGetCurrentState("service", out ResourceEvent? stopped));
        Assert.Equal(KnownResourceStates.Exited, stopped.Snapshot.State?.Text);
        Assert.DoesNotContain(stopped.Snapshot.Properties, property => property.Name == "restart.at");

        Assert.True((await app.ResourceCommands.ExecuteCommandAsync("service", "resource-start")).Success);
        await app.HealthyAsync("service");
    }

    [UnixFact]
    public async Task Automatic_restarts_can_be_turned_off()
    {
        await using DistributedApplication app = await StartRestartingAsync("--AutoRestart", "false");

        Kill(app.ProcessId("service"));
        await app.StateAsync("service", KnownResourceStates.Exited);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.HealthyAsync("service"));
        Assert.Contains("SIGKILL", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_restart_command_gives_another_process()
    {
        await using DistributedApplication app = await StartRestartingAsync();
        int before = app.ProcessId("service");

        await app.ResourceCommands.ExecuteCommandAsync("service", "resource-restart");
        await app.HealthyAsync("service");

        Assert.NotEqual(before, app.ProcessId("service"));
    }

    [UnixFact]
    public async Task A_process_that_ignores_SIGTERM_is_killed_after_its_grace()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        builder.AddScript("stubborn", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        DistributedApplication app = await builder.StartAsync();
        await Support.Wait.ForAsync("the trap to be set", async () => (await app.LinesAsync("stubborn")).Contains("ready"));

        long started = Stopwatch.GetTimestamp();
        await app.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [UnixFact]
    public async Task An_unknown_resource_or_command_is_answered_with_those_that_exist()
    {
        await using DistributedApplication app = await StartRestartingAsync();

        ExecuteCommandResult resource = await app.ResourceCommands.ExecuteCommandAsync("servce", "resource-stop");
        ExecuteCommandResult command = await app.ResourceCommands.ExecuteCommandAsync("service", "resource-halt");

        Assert.Contains("service", resource.Message, StringComparison.Ordinal);
        Assert.Contains("resource-restart", command.Message, StringComparison.Ordinal);
    }

    private static async Task<DistributedApplication> StartRestartingAsync(params string[] args)
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create(args);
        builder.AddScript("service", TestApplication.Idle).WithAutoRestart(TimeSpan.FromMilliseconds(10));
        DistributedApplication app = await builder.StartAsync();
        await app.HealthyAsync("service");
        return app;
    }

    private static bool IsRunningAnother(DistributedApplication app, int before) =>
        app.ResourceNotifications.TryGetCurrentState("service", out ResourceEvent? state)
        && state.Snapshot.State?.Text == KnownResourceStates.Running && app.ProcessId("service") != before;

    private static void Kill(int processId)
    {
        using Process process = Process.GetProcessById(processId);
        process.Kill();
    }
}
