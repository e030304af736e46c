using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>Promise 1: what was acknowledged is never lost, and is stored once, whichever process is killed.</summary>
[Collection(EndToEndTests.Name)]
public sealed class CrashTests(RunningApplication application)
{
    private const int BeforeTheKill = 2_000;
    private const int AfterTheRestart = 2_000;

    [Theory]
    [InlineData("collector")]
    [InlineData("router")]
    [InlineData("storage")]
    [InlineData("broker")]
    [InlineData("searchnode")]
    public async Task Killed_under_load_and_restarted_loses_nothing_and_stores_nothing_twice(string process)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var load = new NumberedLoad(application.Forward);
        load.Start();
        await Wait.ForAsync("load before the kill", () => load.Acknowledged >= BeforeTheKill);

        await application.KillAsync(process, timeout.Token);
        await application.StartAsync(process, timeout.Token);

        var atRestart = load.Acknowledged;
        await Wait.ForAsync("load after the restart", () => load.Acknowledged >= atRestart + AfterTheRestart, TimeSpan.FromMinutes(1));
        await load.StopAsync();
        await application.Store.FindsAsync("logs", $"message:{load.Run}", load.Acknowledged, TimeSpan.FromMinutes(1));
        await application.HealthyAsync(timeout.Token);
    }
}
