namespace DistLog.Collector.Forward;

/// <summary>The peer sent what can't be answered within its protocol: the connection is closed, and the message says why.</summary>
/// <param name="kind">A word for the metric.</param>
/// <param name="message">What was found, and what to do where something can be done.</param>
internal sealed class PeerException(string kind, string message) : Exception(message)
{
    public string Kind { get; } = kind;
}
