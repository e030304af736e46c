using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using DistLog.Console.Live;
using DistLog.Console.Logs;
using DistLog.Contracts;
using Microsoft.Extensions.Options;

namespace DistLog.Console.Feeds;

/// <summary>Takes in what the bus brings: fills the boards and tells the open pages.</summary>
/// <remarks>Used by one thread.</remarks>
internal sealed class BusFeed(
    LogBoard logs,
    NodeBoard nodes,
    AlertBoard alerts,
    LiveHub hub,
    ConsoleMetrics metrics,
    TimeProvider time,
    IOptions<ConsoleOptions> options,
    ILogger<BusFeed> logger)
{
    private readonly LogThrottle _throttle = new(options.Value.LiveLogsPerSecond);
    private readonly List<LogView> _newLogs = [];
    private NodeCounts? _toldCounts;

    /// <summary>Takes in one record.</summary>
    public void Take(ConsumeResult<byte[], byte[]> record)
    {
        try
        {
            Dispatch(record.Topic, record.Message);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            Log.Unreadable(logger, record.Topic);
        }
    }

    /// <summary>Sends what a batch of records brought, and the summaries that are due.</summary>
    public void EndBatch()
    {
        if (_newLogs.Count > 0)
        {
            hub.Publish(LiveMessages.Logs([.. _newLogs]));
            _newLogs.Clear();
        }

        if (_throttle.EndSecond(time.GetElapsedTime(0)) is { } skipped)
        {
            metrics.SampledAway(skipped.Skipped);
            hub.Publish(LiveMessages.Skipped(skipped));
        }

        if (nodes.Counts() is var counts && counts != _toldCounts)
        {
            _toldCounts = counts;
            hub.Publish(LiveMessages.NodeCounts(counts));
        }
    }

    private void Dispatch(string topic, Message<byte[], byte[]> message)
    {
        switch (topic)
        {
            case Topics.Critical:
                TakeLog(message);
                break;
            case Topics.Registry:
                TakeNode(message);
                break;
            default:
                TakeAlert(message);
                break;
        }
    }

    private void TakeLog(Message<byte[], byte[]> message)
    {
        // Asked before parsing: in a storm what is not shown costs next to nothing.
        if (message.Value is null || !_throttle.Admit())
        {
            return;
        }

        using var document = JsonDocument.Parse(message.Value);
        var log = LogViewReader.Read(Id(message, document.RootElement), document.RootElement, message.Timestamp.UtcDateTime);
        logs.Add(log);
        _newLogs.Add(log);
    }

    private static string Id(Message<byte[], byte[]> message, JsonElement source) =>
        message.Headers is { } headers && headers.TryGetLastBytes(Topics.IdHeader, out var id)
            ? Encoding.UTF8.GetString(id)
            : EventIdentity.DocumentId(Text(source, Fields.NodeId), Text(source, Fields.LogId));

    private static string Text(JsonElement source, string field) =>
        source.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private void TakeNode(Message<byte[], byte[]> message)
    {
        if (message.Value is null)
        {
            var key = Encoding.UTF8.GetString(message.Key ?? []);
            nodes.Forget(key);
            hub.Publish(LiveMessages.Forgotten(key));
        }
        else if (JsonSerializer.Deserialize(message.Value, ContractJson.Default.NodeState) is { } state)
        {
            var node = NodeView.Of(state);
            if (nodes.Apply(node))
            {
                hub.Publish(LiveMessages.Node(node));
            }
        }
    }

    private void TakeAlert(Message<byte[], byte[]> message)
    {
        if (message.Value is not null && JsonSerializer.Deserialize(message.Value, ContractJson.Default.Alert) is { } transition)
        {
            var alert = AlertView.Of(transition);
            alerts.Apply(alert);
            hub.Publish(LiveMessages.Alert(alert));
        }
    }
}
