using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>Bounds the bytes of all request bodies that are in memory at once.</summary>
internal sealed class BodyBudget
{
    /// <summary>A handful of the largest bodies that are allowed; more senders at once are told to come again.</summary>
    public const long Limit = 512L << 20;

    private long _used;
    private long _refused;

    /// <summary>How often a request was told to come again.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public long Used => Volatile.Read(ref _used);

    /// <exception cref="ElasticsearchException">429: too much at once.</exception>
    public void Take(int bytes)
    {
        if (Interlocked.Add(ref _used, bytes) > Limit)
        {
            Interlocked.Add(ref _used, -bytes);
            Interlocked.Increment(ref _refused);
            throw Refuse.TooManyRequests($"rejected execution: request bodies of {Limit >> 20} MiB are under way already; send it again later");
        }
    }

    public void GiveBack(int bytes) => Interlocked.Add(ref _used, -bytes);
}
