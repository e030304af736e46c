namespace DistLog.Router.Normalisation;

/// <summary>Finds the known field that a name's bytes stand for: by length first, so that most names cost one comparison.</summary>
internal static class FieldNames
{
    /// <summary>How many values <see cref="Field"/> has.</summary>
    public const int Count = (int)Field.InjectedSender + 1;

    public static Field Find(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => name.SequenceEqual("ts"u8) ? Field.Ts : Field.Unknown,
        3 => Three(name),
        4 => Four(name),
        5 => Five(name),
        6 => Six(name),
        7 => Seven(name),
        8 => Eight(name),
        9 => Nine(name),
        10 => Ten(name),
        _ => Long(name),
    };

    private static Field Three(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("msg"u8) ? Field.Msg
        : name.SequenceEqual("log"u8) ? Field.Log
        : name.SequenceEqual("seq"u8) ? Field.Sequence
        : Field.Unknown;

    private static Field Four(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("@tag"u8) ? Field.InjectedTag
        : name.SequenceEqual("host"u8) ? Field.Host
        : name.SequenceEqual("time"u8) ? Field.Time
        : name.SequenceEqual("body"u8) ? Field.Body
        : Field.Unknown;

    private static Field Five(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("@time"u8) ? Field.InjectedTime
        : name.SequenceEqual("level"u8) ? Field.Level
        : Field.Unknown;

    private static Field Six(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("log_id"u8) ? Field.LogId
        : name.SequenceEqual("status"u8) ? Field.Status
        : Field.Unknown;

    private static Field Seven(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("node_id"u8) ? Field.NodeId
        : name.SequenceEqual("message"u8) ? Field.Message
        : name.SequenceEqual("@sender"u8) ? Field.InjectedSender
        : name.SequenceEqual("span_id"u8) ? Field.SpanId
        : name.SequenceEqual("service"u8) ? Field.Service
        : Field.Unknown;

    private static Field Eight(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("trace_id"u8) ? Field.TraceId
        : name.SequenceEqual("template"u8) ? Field.Template
        : name.SequenceEqual("event_id"u8) ? Field.EventId
        : name.SequenceEqual("category"u8) ? Field.Category
        : name.SequenceEqual("severity"u8) ? Field.Severity
        : name.SequenceEqual("hostname"u8) ? Field.Hostname
        : Field.Unknown;

    private static Field Nine(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("timestamp"u8) ? Field.Timestamp
        : name.SequenceEqual("log_level"u8) ? Field.LogLevel
        : name.SequenceEqual("exception"u8) ? Field.Exception
        : name.SequenceEqual("levelname"u8) ? Field.LevelName
        : Field.Unknown;

    private static Field Ten(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("attributes"u8) ? Field.Attributes
        : name.SequenceEqual("@timestamp"u8) ? Field.StoredTimestamp
        : Field.Unknown;

    private static Field Long(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("service_name"u8) ? Field.ServiceName
        : name.SequenceEqual("message_type"u8) ? Field.MessageType
        : name.SequenceEqual("error_details"u8) ? Field.ErrorDetails
        : name.SequenceEqual("response_time_ms"u8) ? Field.ResponseTimeMs
        : name.SequenceEqual("threshold_limit_ms"u8) ? Field.ThresholdLimitMs
        : name.SequenceEqual("container_id"u8) ? Field.ContainerId
        : Field.Unknown;
}
