namespace DistLog.Collector.Forward;

/// <summary>How a forward message carries its events.</summary>
internal enum ForwardMode
{
    /// <summary>nil: it keeps the connection alive.</summary>
    Heartbeat,

    /// <summary><c>[tag, time, record, option?]</c></summary>
    Message,

    /// <summary><c>[tag, [[time, record], …], option?]</c></summary>
    Forward,

    /// <summary><c>[tag, bin of entries, option?]</c>; the bin may be compressed.</summary>
    Packed,
}
