namespace DistLog.Collector.Http;

/// <summary>A request that is answered with an error before any record of it was read.</summary>
internal sealed class HttpRefusal(int status, string reason) : Exception(reason)
{
    public int Status { get; } = status;

    /// <summary>Seconds after which to come again, where that may help.</summary>
    public int? RetryAfter { get; init; }
}
