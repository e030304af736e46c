using System.Globalization;
using System.Text.Json;
using DistLog.Contracts;

namespace DistLog.Alerting.Nodes;

/// <summary>Reads the values of the topic heartbeats.</summary>
internal static class NodeEventReader
{
    /// <summary>Reads one event.</summary>
    /// <param name="json">The record's value.</param>
    /// <param name="recordTime">The record's own time, used where received_at is missing or unreadable.</param>
    /// <returns>The event, or null where the value is none.</returns>
    public static NodeEvent? Read(ReadOnlySpan<byte> json, DateTimeOffset recordTime)
    {
        try
        {
            return ReadObject(json, recordTime);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static NodeEvent? ReadObject(ReadOnlySpan<byte> json, DateTimeOffset recordTime)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? type = null, node = null, service = null, status = null, received = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(Fields.MessageType))
            {
                type = Text(ref reader);
            }
            else if (reader.ValueTextEquals(Fields.NodeId))
            {
                node = Text(ref reader);
            }
            else if (reader.ValueTextEquals(Fields.ServiceName))
            {
                service = Text(ref reader);
            }
            else if (reader.ValueTextEquals(Fields.Status))
            {
                status = Text(ref reader);
            }
            else if (reader.ValueTextEquals(Fields.ReceivedAt))
            {
                received = Text(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return node is { Length: > 0 } && Kind(type, status) is { } kind
            ? new NodeEvent(kind, node, service, Time(received) ?? recordTime)
            : null;
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static NodeEventKind? Kind(string? type, string? status) => type switch
    {
        MessageTypes.Registration => NodeEventKind.Registration,
        MessageTypes.CloseLog => NodeEventKind.Goodbye,
        MessageTypes.Heartbeat when string.Equals(status, NodeStatus.Down, StringComparison.OrdinalIgnoreCase) => NodeEventKind.Goodbye,
        MessageTypes.Heartbeat => NodeEventKind.Heartbeat,
        _ => null,
    };

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
