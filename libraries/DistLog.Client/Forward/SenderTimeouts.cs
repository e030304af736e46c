namespace DistLog.Client.Forward;

/// <summary>How long the sender waits for its peer before it starts over on a new connection.</summary>
internal readonly record struct SenderTimeouts(TimeSpan Connect, TimeSpan Acknowledgement);
