using System.Text;
using Confluent.Kafka;
using DistLog.Storage.Writing;

namespace DistLog.Tests.Storage;

public sealed class WriterTests
{
    private readonly StorageFixture _fixture = new();

    [Fact]
    public async Task A_log_is_created_under_its_header_or_its_place()
    {
        var writer = new AppendingWriter("logs", "logs-distlog-default", _fixture.Writer);
        writer.Add(Record("logs", 5, value: "{\"a\":1}", id: "the-id"));
        writer.Add(Record("logs", 6, value: "{\"a\":2}"));
        await writer.CompleteAsync(CancellationToken.None);
        await writer.CompleteAsync(CancellationToken.None);
        Assert.Equal(
            "{\"create\":{\"_id\":\"the-id\"}}\n{\"a\":1}\n{\"create\":{\"_id\":\"logs-3-6\"}}\n{\"a\":2}\n",
            Assert.Single(_fixture.Store.Requests).Body);
    }

    [Fact]
    public void An_alerts_id_is_its_own()
    {
        const string alert = """{"alert_id":"a1","fingerprint":"f","kind":"log","status":"firing","severity":"WARN","title":"t","starts_at":"2026-11-20T08:00:00Z","@timestamp":"2026-11-20T08:00:00Z"}""";
        Assert.Equal("a1", Encoding.UTF8.GetString(DocumentIds.Of(Record("alerts", 1, value: alert))));
        Assert.Equal("alerts-3-1", Encoding.UTF8.GetString(DocumentIds.Of(Record("alerts", 1, value: "nonsense"))));
    }

    [Fact]
    public async Task Of_a_nodes_states_only_the_last_is_written_and_none_deletes()
    {
        var writer = new RegistryWriter(_fixture.Writer);
        writer.Add(Record("registry", 1, "n1", "{\"status\":\"UP\"}"));
        writer.Add(Record("registry", 2, "n2", "{\"status\":\"UP\"}"));
        writer.Add(Record("registry", 3, "n1", "{\"status\":\"DOWN\"}"));
        writer.Add(Record("registry", 4, "n2", null));
        await writer.CompleteAsync(CancellationToken.None);
        var (path, body) = _fixture.Store.Requests[0];
        Assert.StartsWith("/distlog-nodes/_bulk", path);
        Assert.Equal("{\"index\":{\"_id\":\"n1\"}}\n{\"status\":\"DOWN\"}\n{\"delete\":{\"_id\":\"n2\"}}\n", body);
    }

    [Fact]
    public async Task Batches_of_the_registry_are_written_one_after_the_other()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fixture.Store.OnRequest = _ => gate.Task;
        var writer = new RegistryWriter(_fixture.Writer);
        writer.Add(Record("registry", 1, "n1", "{\"status\":\"UP\"}"));
        var first = writer.CompleteAsync(CancellationToken.None);
        writer.Add(Record("registry", 2, "n1", "{\"status\":\"DOWN\"}"));
        var second = writer.CompleteAsync(CancellationToken.None);
        Assert.False(first.IsCompleted);
        Assert.Single(_fixture.Store.Requests);
        gate.SetResult();
        await second.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Contains("DOWN", _fixture.Store.Requests[1].Body);
    }

    private static ConsumeResult<byte[], byte[]> Record(string topic, long offset, string? key = null, string? value = null, string? id = null) => new()
    {
        TopicPartitionOffset = new(topic, 3, offset),
        Message = new()
        {
            Key = key is null ? null! : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
            Headers = id is null ? null : new Headers { { "id", Encoding.UTF8.GetBytes(id) } },
        },
    };
}
