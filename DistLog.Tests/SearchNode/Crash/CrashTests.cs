using System.Globalization;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>
/// The real program, killed while connections write, change and delete: what was acknowledged is there afterwards, once and with its last
/// content, and what was deleted stays so. <c>DISTLOG_CRASH_KILLS</c> sets how often, <c>DISTLOG_CRASH_SEED</c> the seed.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("distlog-crash-").FullName;
    private readonly int _seed = Setting("DISTLOG_CRASH_SEED", 1);
    private readonly Random _random;

    public CrashTests() => _random = new Random(_seed);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task What_was_acknowledged_outlives_kills_at_any_moment()
    {
        var run = new CrashRun(_seed);
        for (var kill = 0; kill < Setting("DISTLOG_CRASH_KILLS", 6); kill++)
        {
            await KillDuringStartAsync(_data);
            using var node = NodeProgram.Start(_data);
            await node.AliveAsync();
            await run.CheckAsync(node, $"seed {_seed}, kill {kill}");
            await run.WriteAsync(node, async () =>
            {
                await Task.Delay(_random.Next(50, 2_000));
                await node.KillAsync();
            });
        }

        using var last = NodeProgram.Start(_data);
        await last.AliveAsync();
        await run.CheckAsync(last, $"seed {_seed}, at the end");
        Assert.True(run.Acknowledged > 0);
        Assert.Null(run.Failure);
    }

    /// <summary>The disk loses its power under the node: only what was synced is left. kill -9 alone proves nothing about that.</summary>
    [LoopDiskFact]
    public async Task What_was_acknowledged_outlives_power_cuts()
    {
        using var disk = new LoopDisk(megabytes: 400);
        var data = Path.Combine(disk.Path, "data");
        var run = new CrashRun(_seed);
        for (var cut = 0; cut < Setting("DISTLOG_POWER_CUTS", 3); cut++)
        {
            using var node = NodeProgram.Start(data, "--SearchNode:MinimumFreeMegabytes", "0");
            await node.AliveAsync();
            await run.CheckAsync(node, $"seed {_seed}, power cut {cut}");
            await run.WriteAsync(node, async () =>
            {
                await Task.Delay(_random.Next(50, 2_000));
                disk.CutPower();
                await node.KillAsync();
            });
            disk.Remount();
        }

        using var last = NodeProgram.Start(data, "--SearchNode:MinimumFreeMegabytes", "0");
        await last.AliveAsync();
        await run.CheckAsync(last, $"seed {_seed}, at the end");
        Assert.True(run.Acknowledged > 0);
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    /// <summary>Recovery itself may be cut off at any point.</summary>
    private async Task KillDuringStartAsync(string data)
    {
        if (_random.Next(3) == 0)
        {
            using var node = NodeProgram.Start(data);
            await Task.Delay(_random.Next(200, 1_200));
            await node.KillAsync();
        }
    }
}
