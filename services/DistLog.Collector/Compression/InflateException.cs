namespace DistLog.Collector.Compression;

/// <summary>Compressed input could not be inflated.</summary>
/// <param name="isTooLarge">Whether it would become larger than is allowed; else it is damaged.</param>
/// <param name="message">What was found.</param>
internal sealed class InflateException(bool isTooLarge, string message) : Exception(message)
{
    public bool IsTooLarge { get; } = isTooLarge;
}
