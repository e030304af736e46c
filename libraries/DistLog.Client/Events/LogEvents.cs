using System.Diagnostics;
using DistLog.Client.MessagePack;
using DistLog.Client.Node;
using DistLog.Contracts;

namespace DistLog.Client.Events;

/// <summary>Writes a LOG event: the contract's fields, then attributes.</summary>
internal static class LogEvents
{
    public static void Write(MessagePackWriter writer, NodeIdentity node, DateTimeOffset now, in LogRecord log, int maxText)
    {
        var map = EventHeader.Begin(writer, node, now, "LOG"u8);
        var fields = EventHeader.Fields + 3;
        writer.WriteUtf8("log_id"u8);
        LogId.Write(now, writer.WriteStringInPlace(LogId.Length));
        writer.WriteUtf8("log_level"u8);
        writer.Write(Severities.Name(log.Severity));
        writer.WriteUtf8("message"u8);
        writer.Write(Cut(log.Message, maxText));
        fields += WriteText(writer, "template"u8, log.Template, maxText);
        fields += WriteText(writer, "category"u8, log.Category, maxText);
        fields += WriteEventId(writer, log.EventId);
        fields += WriteTrace(writer, Activity.Current);
        fields += WriteMilliseconds(writer, "response_time_ms"u8, log.Properties.ResponseTimeMs);
        fields += WriteMilliseconds(writer, "threshold_limit_ms"u8, log.Properties.ThresholdLimitMs);
        fields += WriteErrorDetails(writer, log, maxText);
        fields += WriteException(writer, log.Exception, maxText);
        fields += AttributeWriter.Write(writer, log.EventName, log.Properties.Items, maxText);
        writer.EndMap(map, fields);
    }

    /// <summary>Cuts text to a number of characters, never through a surrogate pair.</summary>
    public static ReadOnlySpan<char> Cut(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        return text.AsSpan(0, char.IsHighSurrogate(text[max - 1]) ? max - 1 : max);
    }

    private static int WriteText(MessagePackWriter writer, ReadOnlySpan<byte> name, string? text, int maxText)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        writer.WriteUtf8(name);
        writer.Write(Cut(text, maxText));
        return 1;
    }

    private static int WriteEventId(MessagePackWriter writer, int eventId)
    {
        if (eventId == 0)
        {
            return 0;
        }

        writer.WriteUtf8("event_id"u8);
        writer.Write((long)eventId);
        return 1;
    }

    private static int WriteTrace(MessagePackWriter writer, Activity? activity)
    {
        if (activity is not { IdFormat: ActivityIdFormat.W3C })
        {
            return 0;
        }

        Span<byte> id = stackalloc byte[16];
        activity.TraceId.CopyTo(id);
        writer.WriteUtf8("trace_id"u8);
        Convert.TryToHexStringLower(id, writer.WriteStringInPlace(32), out _);
        activity.SpanId.CopyTo(id[..8]);
        writer.WriteUtf8("span_id"u8);
        Convert.TryToHexStringLower(id[..8], writer.WriteStringInPlace(16), out _);
        return 2;
    }

    private static int WriteMilliseconds(MessagePackWriter writer, ReadOnlySpan<byte> name, double? value)
    {
        if (value is not { } milliseconds)
        {
            return 0;
        }

        writer.WriteUtf8(name);
        writer.Write(milliseconds);
        return 1;
    }

    // ERROR and FATAL always carry error_details: what the application gave, else what the exception or the event says.
    private static int WriteErrorDetails(MessagePackWriter writer, in LogRecord log, int maxText)
    {
        var given = log.Properties.ErrorCode is not null || log.Properties.ErrorMessage is not null;
        if (log.Severity < Severity.Error && !given)
        {
            return 0;
        }

        writer.WriteUtf8("error_details"u8);
        var map = writer.BeginMap();
        writer.WriteUtf8("error_code"u8);
        writer.Write(Cut(log.Properties.ErrorCode ?? log.Exception?.GetType().Name ?? log.EventName ?? "UNSPECIFIED", maxText));
        writer.WriteUtf8("error_message"u8);
        writer.Write(Cut(log.Properties.ErrorMessage ?? log.Exception?.Message ?? log.Message, maxText));
        writer.EndMap(map, 2);
        return 1;
    }

    private static int WriteException(MessagePackWriter writer, Exception? exception, int maxText)
    {
        if (exception is null)
        {
            return 0;
        }

        writer.WriteUtf8("exception"u8);
        var map = writer.BeginMap();
        writer.WriteUtf8("type"u8);
        writer.Write(exception.GetType().FullName);
        writer.WriteUtf8("message"u8);
        writer.Write(Cut(exception.Message, maxText));
        writer.WriteUtf8("stack"u8);
        writer.Write(Cut(exception.ToString(), maxText));
        writer.EndMap(map, 3);
        return 1;
    }
}
