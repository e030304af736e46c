using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Contracts;
using DistLog.Router;
using DistLog.Router.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DistLog.Tests.Router;

public sealed class RouterProcessorTests
{
    private readonly FakeProducer _producer = new();
    private readonly RouterProcessor _router;

    public RouterProcessorTests()
    {
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        _router = new(
            new BusWriter(_producer, NullLogger<BusWriter>.Instance),
            Options.Create(new RouterOptions { MaxEventBytes = 2_000 }),
            new RouterMetrics(meters),
            TimeProvider.System,
            NullLogger<RouterProcessor>.Instance);
    }

    [Theory]
    [InlineData("INFO", new[] { "logs" })]
    [InlineData("WARN", new[] { "logs", "critical" })]
    [InlineData("ERROR", new[] { "logs", "critical" })]
    [InlineData("FATAL", new[] { "logs", "critical" })]
    public void Logs_go_to_logs_and_from_WARN_on_to_critical(string level, string[] topics)
    {
        Add($$"""{"log_id":"1","node_id":"n","log_level":"{{level}}"}""");
        Assert.Equal(topics, _producer.Written.Select(record => record.Topic));
        Assert.All(_producer.Written, record =>
        {
            Assert.Equal("n", Encoding.UTF8.GetString(record.Message.Key));
            Assert.Equal("n:1", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("id")));
            Assert.Equal(Normalised.ArrivalMs, record.Message.Timestamp.UnixTimestampMs);
            Assert.Equal(_producer.Written[0].Message.Value, record.Message.Value);
        });
    }

    [Theory]
    [InlineData("REGISTRATION")]
    [InlineData("HEARTBEAT")]
    [InlineData("CLOSE_LOG")]
    public void Node_life_goes_to_heartbeats_however_often_it_is_said(string type)
    {
        Add($$"""{"node_id":"n","message_type":"{{type}}"}""");
        Add($$"""{"node_id":"n","message_type":"{{type}}"}""");
        Assert.Equal(["heartbeats", "heartbeats"], _producer.Written.Select(record => record.Topic));
    }

    [Fact]
    public void A_log_that_came_before_is_dropped()
    {
        Add("""{"log_id":"1","node_id":"n","log_level":"ERROR"}""");
        Add("""{"log_id":"1","node_id":"n","log_level":"ERROR"}""");
        Add("""{"log_id":"1","node_id":"other"}""");
        Assert.Equal(["logs", "critical", "logs"], _producer.Written.Select(record => record.Topic));
    }

    [Theory]
    [InlineData("not JSON", "JSON")]
    [InlineData("[]", "array")]
    [InlineData(null, "JSON")]
    public void What_can_not_be_understood_is_a_dead_letter_with_its_bytes_and_place(string? value, string reason)
    {
        Add(value);
        var record = Assert.Single(_producer.Written);
        var letter = JsonSerializer.Deserialize(record.Message.Value, ContractJson.Default.DeadLetter)!;
        Assert.Equal("dead-letters", record.Topic);
        Assert.Equal("nodes-1-5", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("id")));
        Assert.Equal(("nodes-1-5", "router", value ?? ""), (letter.Origin, letter.Source, Encoding.UTF8.GetString(letter.Bytes)));
        Assert.Contains(reason, letter.Reason);
    }

    [Fact]
    public void What_is_over_the_limit_is_a_dead_letter_that_names_the_setting()
    {
        Add($$"""{"message":"{{new string('x', 2_000)}}"}""");
        Add($$"""{"message":"{{new string('x', 1_960)}}"}""");
        Assert.All(_producer.Written, record => Assert.Contains("Router:MaxEventBytes", Encoding.UTF8.GetString(record.Message.Value)));
        Assert.Equal(2, _producer.Written.Count);
    }

    [Fact]
    public async Task A_batch_is_done_when_everything_is_acknowledged()
    {
        Add("""{"log_level":"ERROR"}""");
        var done = _router.CompleteAsync(CancellationToken.None);
        _producer.Acknowledge(1);
        Assert.False(done.IsCompleted);
        _producer.Acknowledge(1);
        await done.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_batch_fails_with_one_of_its_records()
    {
        Add("""{"log_level":"ERROR"}""");
        var done = _router.CompleteAsync(CancellationToken.None);
        _producer.Acknowledge(1, ErrorCode.MsgSizeTooLarge);
        _producer.Acknowledge(1);
        await Assert.ThrowsAsync<KafkaException>(() => done.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task What_the_client_may_not_send_is_a_dead_letter_and_the_batch_goes_on()
    {
        _producer.MaxBytes = 1_200;
        Add($$"""{"message":"{{new string('x', 1_100)}}"}""");
        Assert.Equal(["dead-letters"], _producer.Written.Select(record => record.Topic));
        var letter = JsonSerializer.Deserialize(_producer.Written[0].Message.Value, ContractJson.Default.DeadLetter)!;
        Assert.Contains("message.max.bytes", letter.Reason);
        Assert.Equal((1_114L, 557), (letter.OriginalLength, letter.Bytes.Length));
        _producer.Acknowledge(1);
        await _router.CompleteAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_full_queue_is_waited_for()
    {
        _producer.FullFor = 2;
        Add("""{"log_level":"INFO"}""");
        Assert.Single(_producer.Written);
    }

    private void Add(string? value) => _router.Add(new()
    {
        TopicPartitionOffset = new("nodes", 1, 5),
        Message = new()
        {
            Key = "n"u8.ToArray(),
            Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
            Timestamp = new(Normalised.ArrivalMs, TimestampType.CreateTime),
        },
    });
}
