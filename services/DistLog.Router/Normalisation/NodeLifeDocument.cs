namespace DistLog.Router.Normalisation;

/// <summary>Writes a registration, a heartbeat or a goodbye.</summary>
internal sealed class NodeLifeDocument(EventRecord record, JsonOutput output, AttributesWriter attributes)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly FieldWriter _fields = new(record, output);

    public void Write(MessageKind kind, in EventSource source, in EventTime time, long arrivalMs)
    {
        output.Raw("{\"message_type\":"u8);
        output.Raw(MessageKindReader.Token(kind));
        output.Raw(",\"node_id\":"u8);
        output.Text(source.NodeId);
        if (!source.ServiceName.IsEmpty)
        {
            output.Raw(",\"service_name\":"u8);
            output.Text(source.ServiceName);
        }

        _fields.Text(Field.Status, ",\"status\":"u8);
        WriteTimes(time, arrivalMs);
        output.Raw((byte)'}');
    }

    private void WriteTimes(in EventTime time, long arrivalMs)
    {
        var timestamp = Aliases.FirstScalar(record, [Field.Timestamp]);
        if (timestamp >= 0)
        {
            _fields.Text(timestamp, ",\"timestamp\":"u8);
        }
        else
        {
            output.Raw(",\"timestamp\":"u8);
            output.Time(time.UnixNanoseconds);
        }

        output.Raw(",\"@timestamp\":"u8);
        output.Time(time.UnixNanoseconds);
        output.Raw(",\"received_at\":"u8);
        output.Time(arrivalMs * NanosecondsPerMillisecond);
        attributes.Write(time.KeepOriginal ? timestamp : -1);
    }
}
