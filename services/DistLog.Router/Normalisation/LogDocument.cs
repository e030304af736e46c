using DistLog.Contracts;

namespace DistLog.Router.Normalisation;

/// <summary>Writes the document of a log: first what every log has, then what this one has, then everything else as attributes.</summary>
internal sealed class LogDocument(EventRecord record, JsonOutput output, AttributesWriter attributes)
{
    private readonly FieldWriter _fields = new(record, output);

    public void Write(in EventSource source, in EventTime time, ReadOnlySpan<byte> logId, Severity severity)
    {
        WriteHead(source, time, logId, severity);
        WriteMessage();
        WriteOptional();
        var timestamp = record.Find(Field.Timestamp);
        _fields.Text(Field.Timestamp, ",\"timestamp\":"u8);
        attributes.Write(time.KeepOriginal ? timestamp : -1);
        output.Raw((byte)'}');
    }

    private void WriteHead(in EventSource source, in EventTime time, ReadOnlySpan<byte> logId, Severity severity)
    {
        output.Raw("{\"@timestamp\":"u8);
        output.Time(time.UnixNanoseconds);
        output.Raw(",\"log_id\":"u8);
        output.Text(logId);
        output.Raw(",\"node_id\":"u8);
        output.Text(source.NodeId);
        output.Raw(",\"service_name\":"u8);
        output.Text(Service(source));
        output.Raw(",\"log_level\":"u8);
        output.Raw(LevelReader.Token(severity));
        output.Raw(",\"message_type\":\"LOG\""u8);
    }

    private static ReadOnlySpan<byte> Service(in EventSource source) =>
        !source.ServiceName.IsEmpty ? source.ServiceName
        : !source.Tag.IsEmpty ? source.Tag
        : "unknown"u8;

    private void WriteMessage()
    {
        var index = Aliases.FirstScalar(record, Aliases.Message);
        if (index >= 0)
        {
            _fields.Text(index, ",\"message\":"u8);
        }
        else
        {
            output.Raw(",\"message\":\"\""u8);
        }
    }

    private void WriteOptional()
    {
        _fields.Double(Field.ResponseTimeMs, ",\"response_time_ms\":"u8);
        _fields.Double(Field.ThresholdLimitMs, ",\"threshold_limit_ms\":"u8);
        _fields.Object(Field.ErrorDetails, ",\"error_details\":"u8, TextMembers.ErrorDetails, "error_message"u8);
        _fields.Object(Field.Exception, ",\"exception\":"u8, TextMembers.Exception, "stack"u8);
        _fields.Text(Field.TraceId, ",\"trace_id\":"u8);
        _fields.Text(Field.SpanId, ",\"span_id\":"u8);
        _fields.Text(Field.Template, ",\"template\":"u8);
        _fields.Text(Field.EventId, ",\"event_id\":"u8);
        _fields.Text(Field.Category, ",\"category\":"u8);
        _fields.Long(Field.Sequence, ",\"seq\":"u8);
    }
}
