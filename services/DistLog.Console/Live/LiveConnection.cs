using System.Threading.Channels;

namespace DistLog.Console.Live;

/// <summary>One open page: what it wants, and what waits for it.</summary>
/// <remarks>The queue is bounded; a browser that can't keep up loses the oldest messages and is told how many.</remarks>
internal sealed class LiveConnection : IDisposable
{
    private readonly Action<LiveConnection> _close;
    private readonly Channel<LiveMessage> _queue;
    private long _dropped;

    public LiveConnection(LiveTopics topics, int queue, Action<LiveConnection> close)
    {
        Topics = topics;
        _close = close;
        _queue = Channel.CreateBounded<LiveMessage>(
            new BoundedChannelOptions(queue) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    public LiveTopics Topics { get; }

    public ChannelReader<LiveMessage> Messages => _queue.Reader;

    public void Offer(LiveMessage message)
    {
        if ((Topics & message.Topic) != 0)
        {
            _queue.Writer.TryWrite(message);
        }
    }

    /// <summary>How many messages were dropped since the last call.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);

    public void Dispose() => _close(this);
}
