namespace DistLog.Contracts;

/// <summary>Names of the fields of events, as they stand on the wire and in the store.</summary>
public static class Fields
{
    public const string Timestamp = "@timestamp";
    public const string EventTimestamp = "timestamp";
    public const string ReceivedAt = "received_at";
    public const string MessageType = "message_type";
    public const string LogId = "log_id";
    public const string NodeId = "node_id";
    public const string ServiceName = "service_name";
    public const string LogLevel = "log_level";
    public const string Message = "message";
    public const string Status = "status";
    public const string ResponseTimeMs = "response_time_ms";
    public const string ThresholdLimitMs = "threshold_limit_ms";
    public const string ErrorDetails = "error_details";
    public const string ErrorCode = "error_code";
    public const string ErrorMessage = "error_message";
    public const string TraceId = "trace_id";
    public const string SpanId = "span_id";
    public const string Template = "template";
    public const string EventId = "event_id";
    public const string Category = "category";
    public const string Exception = "exception";
    public const string Attributes = "attributes";
    public const string Sequence = "seq";

    /// <summary>Injected by the collector (or Fluentd's inject section) at the end of a record on the topic nodes: the sender's tag.</summary>
    public const string InjectedTag = "@tag";

    /// <summary>Injected likewise: the transport's own event time, an integer of nanoseconds since 1970.</summary>
    public const string InjectedTime = "@time";

    /// <summary>Injected likewise: the peer's IP address, without port.</summary>
    public const string InjectedSender = "@sender";
}
