namespace DistLog.Contracts;

/// <summary>The values of <see cref="Fields.MessageType"/>.</summary>
public static class MessageTypes
{
    public const string Registration = "REGISTRATION";
    public const string Log = "LOG";
    public const string Heartbeat = "HEARTBEAT";

    /// <summary>A clean goodbye: the node's silence from here on is no failure.</summary>
    public const string CloseLog = "CLOSE_LOG";
}
