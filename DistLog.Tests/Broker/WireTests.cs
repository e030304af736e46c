using System.Diagnostics;
using DistLog.Broker.Protocol;
using DistLog.Tests.Support;

namespace DistLog.Tests.Broker;

/// <summary>One broker for all tests of the wire; each uses topics of its own.</summary>
public sealed class WireFixture : IAsyncLifetime
{
    internal BrokerProcess Broker { get; private set; } = null!;

    public async Task InitializeAsync() => Broker = await BrokerProcess.StartAsync("--Broker:MaxRequestBytes=2000000");

    public async Task DisposeAsync() => await Broker.DisposeAsync();
}

public sealed class WireTests(WireFixture fixture) : IClassFixture<WireFixture>
{
    [Fact]
    public async Task A_client_that_is_newer_than_the_broker_is_told_in_version_0_what_it_speaks()
    {
        using var wire = await fixture.Broker.ConnectAsync();
        var reader = await wire.CallAsync(ApiKey.ApiVersions, 99, flexible: false, _ => { });
        Assert.Equal(ErrorCode.UnsupportedVersion, (ErrorCode)reader.ReadInt16());
        Assert.Contains(((short)ApiKey.Fetch, (short)4, (short)16), reader.ReadArray(static r => (r.ReadInt16(), r.ReadInt16(), r.ReadInt16())));
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public async Task Requests_that_arrive_byte_by_byte_are_answered()
    {
        using var wire = await fixture.Broker.ConnectAsync();
        byte[] request = [0, 0, 0, 12, 0, 18, 0, 0, 0, 0, 0, 9, 0, 2, (byte)'m', (byte)'e'];
        foreach (var b in request)
        {
            await wire.Stream.WriteAsync(new[] { b });
        }

        Assert.Equal(9, new RequestReader(await wire.ReceiveAsync()).ReadInt32());
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        using var wire = await fixture.Broker.ConnectAsync();
        await wire.CreateTopicAsync("pipelined", 1);
        for (var i = 0; i < 300; i++)
        {
            await wire.SendProduceAsync("pipelined", Batches.Of($"value {i}"));
        }

        for (var i = 0; i < 300; i++)
        {
            Assert.Equal((ErrorCode.None, i), KafkaWire.ReadProduced(await wire.ReceiveAsync()));
        }
    }

    [Fact]
    public async Task What_was_sent_with_acks_0_before_closing_arrives()
    {
        using var reader = await fixture.Broker.ConnectAsync();
        await reader.CreateTopicAsync("acks0", 1);
        using (var wire = await fixture.Broker.ConnectAsync())
        {
            await wire.ProduceAsync("acks0", Batches.Of("a", "b"), acks: 0);
        }

        await Wait.ForAsync("both records are visible", async () => (await reader.FetchAsync("acks0", 0)).HighWatermark == 2);
    }

    [Fact]
    public async Task A_waiting_fetch_is_woken_by_an_append_and_not_by_time()
    {
        using var consumer = await fixture.Broker.ConnectAsync();
        using var producer = await fixture.Broker.ConnectAsync();
        await producer.CreateTopicAsync("longpoll", 1);
        var watch = Stopwatch.StartNew();
        var fetch = consumer.FetchAsync("longpoll", 0, maxWaitMs: 15_000);
        await producer.ProduceAsync("longpoll", Batches.Of("a"));

        Assert.Single(Batches.Read((await fetch).Records));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"woken after {watch.Elapsed}");
    }

    [Fact]
    public async Task A_fetch_without_data_is_answered_when_its_time_is_over()
    {
        using var wire = await fixture.Broker.ConnectAsync();
        await wire.CreateTopicAsync("empty", 1);
        var watch = Stopwatch.StartNew();
        Assert.Empty((await wire.FetchAsync("empty", 0, maxWaitMs: 300)).Records);
        Assert.True(watch.ElapsedMilliseconds >= 290, $"answered after {watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task An_unknown_fetch_session_is_refused_and_a_new_one_is_not_made()
    {
        using var wire = await fixture.Broker.ConnectAsync();
        await wire.CreateTopicAsync("session", 1);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, (await wire.FetchAsync("session", 0, sessionId: 5, sessionEpoch: 3)).Error);
        Assert.Equal(ErrorCode.None, (await wire.FetchAsync("session", 0, sessionEpoch: 0)).Error);
    }

    [Theory]
    [InlineData("474554202f20485454502f312e310d0a486f73743a20780d0a0d0a")]
    [InlineData("ffffffff00000000")]
    [InlineData("7fffffff00000000")]
    [InlineData("80000000")]
    [InlineData("00000000")]
    [InlineData("0000000803e7000000000001")]
    [InlineData("0000001400000003000000017fff616161616161616161616161")]
    [InlineData("0000001a0003000100000001000161" + "7fffffff0000000000000000000000")]
    [InlineData("16030100ea010000e60303")]
    public async Task Bytes_that_are_no_request_close_the_connection(string hex)
    {
        using var wire = await fixture.Broker.ConnectAsync();
        await wire.Stream.WriteAsync(Convert.FromHexString(hex));
        Assert.True(await wire.IsClosedByPeerAsync());
        Assert.False(fixture.Broker.HasExited);
    }

    [Fact]
    public async Task Random_bytes_never_stop_the_broker()
    {
        var random = new Random(4711);
        for (var i = 0; i < 200; i++)
        {
            using var wire = await fixture.Broker.ConnectAsync();
            var bytes = new byte[random.Next(1, 2000)];
            random.NextBytes(bytes);

            // Half of them get past the framing and the table of APIs.
            if (i % 2 == 0 && bytes.Length > 12)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, bytes.Length - 4);
                bytes[4] = 0;
                bytes[5] = (byte)(i % 48);
                bytes[6] = 0;
                bytes[7] = (byte)(i % 10);
            }

            await wire.Stream.WriteAsync(bytes);
        }

        using var survivor = await fixture.Broker.ConnectAsync();
        Assert.Equal(ErrorCode.None, await survivor.CreateTopicAsync("survived", 1));
    }

    [Fact]
    public async Task A_second_broker_in_the_same_folder_is_refused()
    {
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Script.RunAsync(
            "dotnet", Path.Combine(AppContext.BaseDirectory, "DistLog.Broker.dll"), "--port", "0", "--data", fixture.Broker.DataDirectory));
        Assert.Contains("held by another broker", failed.Message, StringComparison.Ordinal);
    }
}
