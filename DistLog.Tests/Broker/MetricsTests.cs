using System.Diagnostics.Metrics;
using DistLog.Broker.Hosting;
using DistLog.Broker.Protocol;
using DistLog.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.Broker;

/// <summary>The broker runs in this process, since its meters are heard only there.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("distlog-broker-").FullName;
    private WebApplication _app = null!;
    private MeterReadings _readings = null!;

    private int Port => _app.Services.GetRequiredService<BrokerEndPoint>().Port;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--Broker:Port", "0", "--Broker:DataDirectory", _directory]);
        builder.AddBroker();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        await _app.StartAsync();
        _readings = new MeterReadings(_app.Services.GetRequiredService<IMeterFactory>());
    }

    public async Task DisposeAsync()
    {
        _readings.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_produce_and_a_fetch_are_counted()
    {
        using var wire = await KafkaWire.ConnectAsync(Port);
        await wire.CreateTopicAsync("metered", 1);
        var batch = Batches.Of("a", "b");
        await wire.ProduceAsync("metered", batch);
        var commits = _readings.Count("distlog.broker.commit.duration");
        await wire.FetchAsync("metered", 0);
        Assert.Equal(1, _readings.Sum("distlog.broker.append.batches"));
        Assert.Equal(batch.Length, _readings.Sum("distlog.broker.append.bytes"));
        Assert.Equal(batch.Length, _readings.Sum("distlog.broker.fetch.bytes"));
        Assert.Equal(1, _readings.Sum("distlog.broker.requests Produce"));
        Assert.Equal(1, _readings.Sum("distlog.broker.requests Fetch"));
        Assert.True(commits >= 1, "no commit was timed");
    }

    [Fact]
    public async Task An_error_is_counted_with_its_code()
    {
        using var wire = await KafkaWire.ConnectAsync(Port);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, (await wire.ProduceAsync("nowhere", Batches.Of("a"))).Error);
        Assert.Equal(1, _readings.Sum("distlog.broker.errors Produce UnknownTopicOrPartition"));
        Assert.Equal(0, _readings.Sum("distlog.broker.append.batches"));
    }

    [Fact]
    public async Task Open_connections_are_seen()
    {
        using (var wire = await KafkaWire.ConnectAsync(Port))
        {
            await Wait.ForAsync("the connection is seen", () => _readings.Observe("distlog.broker.connections") == 1);
        }

        await Wait.ForAsync("its end is seen", () => _readings.Observe("distlog.broker.connections") == 0);
    }
}
