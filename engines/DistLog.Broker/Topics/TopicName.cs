namespace DistLog.Broker.Topics;

/// <summary>Kafka's rule for topic names.</summary>
internal static class TopicName
{
    private const int MaxLength = 249;

    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name is not "." and not ".." && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}
