using DistLog.Broker.Protocol;

namespace DistLog.Tests.Broker;

public sealed class DurabilityTests
{
    private const string Topic = "durable";

    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it()
    {
        await using var broker = await BrokerProcess.StartAsync("--Broker:SegmentBytes=20000");
        var acknowledged = 0L;
        for (var round = 0; round < 3; round++)
        {
            acknowledged = await ProduceUntilKilledAsync(broker, acknowledged);
            await broker.RestartAsync();
            using var wire = await broker.ConnectAsync();
            Assert.True((await wire.FetchAsync(Topic, 0)).HighWatermark >= acknowledged);
            acknowledged = (await wire.FetchAsync(Topic, 0)).HighWatermark;
            Assert.Equal(Enumerable.Range(0, (int)acknowledged).Select(i => (long)i), await ReadOffsetsAsync(wire, acknowledged));
        }
    }

    [Fact]
    public async Task An_idempotent_producer_that_repeats_a_batch_after_a_kill_gets_its_old_offset()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using (var wire = await broker.ConnectAsync())
        {
            await wire.CreateTopicAsync(Topic, 1);
            Assert.Equal((ErrorCode.None, 0), await wire.ProduceAsync(Topic, Produced(0)));
            Assert.Equal((ErrorCode.None, 1), await wire.ProduceAsync(Topic, Produced(1)));
        }

        await broker.RestartAsync();
        using var again = await broker.ConnectAsync();
        Assert.Equal((ErrorCode.None, 1), await again.ProduceAsync(Topic, Produced(1)));
        Assert.Equal((ErrorCode.OutOfOrderSequenceNumber, -1), await again.ProduceAsync(Topic, Produced(3)));
        Assert.Equal((ErrorCode.None, 2), await again.ProduceAsync(Topic, Produced(2)));
    }

    [Fact]
    public async Task Topics_their_settings_and_producer_ids_survive_a_kill()
    {
        await using var broker = await BrokerProcess.StartAsync();
        long before;
        using (var wire = await broker.ConnectAsync())
        {
            Assert.Equal(ErrorCode.None, await wire.CreateTopicAsync(Topic, 1, ("max.message.bytes", "100")));
            before = await NewProducerIdAsync(wire);
        }

        await broker.RestartAsync();
        using var again = await broker.ConnectAsync();
        Assert.Equal(ErrorCode.TopicAlreadyExists, await again.CreateTopicAsync(Topic, 1));
        Assert.Equal(ErrorCode.MessageTooLarge, (await again.ProduceAsync(Topic, Batches.Of(new string('x', 100)))).Error);
        Assert.True(await NewProducerIdAsync(again) > before);
    }

    [Fact]
    public async Task A_committed_offset_survives_a_kill()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using (var wire = await broker.ConnectAsync())
        {
            await wire.CreateTopicAsync(Topic, 1);
            Assert.Equal(ErrorCode.None, await CommitAsync(wire, 42));
            Assert.Equal(ErrorCode.None, await CommitAsync(wire, 43));
        }

        await broker.RestartAsync();
        using var again = await broker.ConnectAsync();
        Assert.Equal(43, await CommittedAsync(again));
    }

    private static async Task<long> ProduceUntilKilledAsync(BrokerProcess broker, long acknowledged)
    {
        using var wire = await broker.ConnectAsync();
        await wire.CreateTopicAsync(Topic, 1);
        for (var i = 0; i < 200; i++)
        {
            acknowledged = (await wire.ProduceAsync(Topic, Batches.Of(new string('x', 200)))).Offset + 1;
        }

        // A pipeline of requests is under way when the process dies.
        for (var i = 0; i < 50; i++)
        {
            await wire.SendProduceAsync(Topic, Batches.Of(new string('y', 200)));
        }

        for (var i = 0; i < 10; i++)
        {
            acknowledged = KafkaWire.ReadProduced(await wire.ReceiveAsync()).Offset + 1;
        }

        await broker.KillAsync();
        return acknowledged;
    }

    private static async Task<List<long>> ReadOffsetsAsync(KafkaWire wire, long end)
    {
        var offsets = new List<long>();
        while (offsets.Count < end)
        {
            offsets.AddRange(Batches.Read((await wire.FetchAsync(Topic, offsets.Count)).Records).Select(record => record.Offset));
        }

        return offsets;
    }

    private static byte[] Produced(int sequence) => Batches.Of([("k", "v")], producerId: 7, epoch: 0, sequence);

    private static async Task<long> NewProducerIdAsync(KafkaWire wire)
    {
        var reader = await wire.CallAsync(ApiKey.InitProducerId, 0, flexible: false, w =>
        {
            w.WriteString(null);
            w.WriteInt32(1000);
        });
        reader.ReadInt32();
        Assert.Equal(ErrorCode.None, (ErrorCode)reader.ReadInt16());
        return reader.ReadInt64();
    }

    private static async Task<ErrorCode> CommitAsync(KafkaWire wire, long offset)
    {
        var reader = await wire.CallAsync(ApiKey.OffsetCommit, 2, flexible: false, w =>
        {
            w.WriteString("group");
            w.WriteInt32(-1);
            w.WriteString("");
            w.WriteInt64(-1);
            w.WriteArray([Topic], (t, name) =>
            {
                t.WriteString(name);
                t.WriteArrayLength(1);
                t.WriteInt32(0);
                t.WriteInt64(offset);
                t.WriteString("note");
            });
        });
        return reader.ReadArray(static t => (t.ReadString(), t.ReadArray(static p => (p.ReadInt32(), (ErrorCode)p.ReadInt16()))))[0].Item2[0].Item2;
    }

    private static async Task<long> CommittedAsync(KafkaWire wire)
    {
        var reader = await wire.CallAsync(ApiKey.OffsetFetch, 2, flexible: false, w =>
        {
            w.WriteString("group");
            w.WriteArrayLength(-1);
        });
        return reader.ReadArray(static t => (t.ReadString(), t.ReadArray(static p =>
        {
            p.ReadInt32();
            var offset = p.ReadInt64();
            Assert.Equal("note", p.ReadNullableString());
            p.ReadInt16();
            return offset;
        })))[0].Item2[0];
    }
}
