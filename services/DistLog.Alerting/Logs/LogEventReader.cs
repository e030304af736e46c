using System.Text.Json;
using DistLog.Contracts;

namespace DistLog.Alerting.Logs;

/// <summary>Reads the values of the topic critical.</summary>
internal static class LogEventReader
{
    /// <summary>Reads one log; null where the value is none, or is below WARN.</summary>
    public static LogEvent? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return ReadObject(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static LogEvent? ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        var log = new LogEvent(Severity.Info, "", null, null, null, null, null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            log = ReadField(ref reader, log);
        }

        return log.Level >= Severity.Warn ? log : null;
    }

    private static LogEvent ReadField(ref Utf8JsonReader reader, LogEvent log)
    {
        if (reader.ValueTextEquals(Fields.LogLevel))
        {
            return Severities.TryParse(Text(ref reader), out var level) ? log with { Level = level } : log;
        }

        if (reader.ValueTextEquals(Fields.Message))
        {
            return log with { Message = Text(ref reader) ?? "" };
        }

        if (reader.ValueTextEquals(Fields.Template))
        {
            return log with { Template = Text(ref reader) };
        }

        return ReadOrigin(ref reader, log);
    }

    private static LogEvent ReadOrigin(ref Utf8JsonReader reader, LogEvent log)
    {
        if (reader.ValueTextEquals(Fields.ServiceName))
        {
            return log with { ServiceName = Text(ref reader) };
        }

        if (reader.ValueTextEquals(Fields.NodeId))
        {
            return log with { NodeId = Text(ref reader) };
        }

        if (reader.ValueTextEquals(Fields.LogId))
        {
            return log with { LogId = Text(ref reader) };
        }

        if (reader.ValueTextEquals(Fields.TraceId))
        {
            return log with { TraceId = Text(ref reader) };
        }

        reader.Skip();
        return log;
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
}
