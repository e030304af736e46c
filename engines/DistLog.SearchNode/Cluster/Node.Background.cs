using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Http;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Cluster;

/// <summary>What goes on beside the requests.</summary>
internal sealed partial class Node
{
    /// <summary>Writers wait at this many times the size at which a flush starts.</summary>
    private const int OverflowFactor = 3;

    private readonly SemaphoreSlim _flushWanted = new(0);

    /// <summary>Bounds the memory of request bodies.</summary>
    public BodyBudget Bodies { get; } = new();

    /// <summary>Runs all searches.</summary>
    public SearchPool Searches { get; } = new();

    /// <summary>Says so where a search has taken long.</summary>
    public void NoteSearch(string what, TimeSpan took, string? client)
    {
        if (_options.SlowSearchMilliseconds > 0 && took.TotalMilliseconds >= _options.SlowSearchMilliseconds)
        {
            Log.SlowSearch(_log, what, (long)took.TotalMilliseconds, client);
        }
    }

    /// <summary>The open scrolls and points in time.</summary>
    public SearchContexts Contexts { get; }

    /// <summary>Carries out lifecycle policies.</summary>
    public LifecycleRunner Lifecycles { get; }

    /// <summary>Carries out the lifecycles that data streams have by themselves.</summary>
    public StreamLifecycle StreamLifecycles { get; }

    /// <summary>How the machine and the process are.</summary>
    public NodeVitals Vitals { get; }

    /// <summary>What requests have under way.</summary>
    public TaskRegistry Tasks { get; }

    /// <summary>Shows what was written to searches.</summary>
    public void RefreshAll()
    {
        foreach (var index in State.Indices.Values.Where(index => index.Metadata.RefreshesByItself))
        {
            index.Store.Refresh();
        }
    }

    /// <summary>Writes an index's documents in memory to a segment.</summary>
    public async Task FlushAsync(Index index, CancellationToken cancel)
    {
        await index.Store.FlushAsync(() => SaveMappingOf(index), cancel);
        Wal.Release(State.Indices.Values.Select(other => other.Store.FirstNeededWalFile).Append(int.MaxValue).Min());
    }

    /// <summary>Merges an index's segments: those of like size where they are many, or all.</summary>
    public Task<bool> MergeAsync(Index index, bool all, CancellationToken cancel) =>
        index.Store.MergeAsync((source, parser) => index.Parse(source.Span, parser), all, _disk.Room, cancel);

    /// <summary>Waits while the buffers in memory are full and being written to disk; after a while the client is told to come again.</summary>
    /// <exception cref="ElasticsearchException">429: the disk doesn't keep up.</exception>
    public async Task WaitForRoomAsync(CancellationToken cancel)
    {
        if (_disk.IsLow)
        {
            throw Refuse.TooManyRequests($"the disk has less than {_options.MinimumFreeMegabytes} MiB free (SearchNode:MinimumFreeMegabytes); writes are refused until there is room");
        }

        var limit = _options.BufferMegabytes * 1024L * 1024;
        if (WaitingBytes < limit)
        {
            return;
        }

        if (_flushWanted.CurrentCount == 0)
        {
            _flushWanted.Release();
        }

        for (var waited = 0; WaitingBytes > limit * OverflowFactor; waited += 20)
        {
            if (waited > 30_000)
            {
                throw Refuse.TooManyRequests($"rejected execution: {WaitingBytes >> 20} MiB of documents wait to be written to disk; send it again later");
            }

            await Task.Delay(20, cancel);
        }
    }

    /// <summary>Bytes of documents, and of the log, that are in memory only.</summary>
    private long WaitingBytes => BufferedBytes + Wal.Pending;

    private long BufferedBytes => State.Indices.Values.Sum(index => index.Store.BufferSize);

    /// <summary>Waits until a flush is wanted, or for a while.</summary>
    public Task<bool> WaitForFlushAsync(TimeSpan atMost, CancellationToken cancel) => _flushWanted.WaitAsync(atMost, cancel);

    /// <summary>Flushes what is due: full buffers, old ones, and those that hold back the log's oldest files.</summary>
    public async Task FlushDueAsync(CancellationToken cancel)
    {
        var limit = _options.BufferMegabytes * 1024L * 1024;
        var isFull = BufferedBytes >= limit;
        foreach (var index in State.Indices.Values.OrderByDescending(index => index.Store.BufferSize))
        {
            var idle = Environment.TickCount64 - index.Store.LastWrite > _options.FlushSeconds * 1000L;
            var holdsLog = Wal.FileNumber - index.Store.FirstNeededWalFile >= 4;
            if (index.Store.HasUnflushed && ((isFull && BufferedBytes >= limit / 2) || idle || holdsLog))
            {
                await FlushAsync(index, cancel);
            }
        }
    }

    /// <summary>Merges where segments of like size are many.</summary>
    public async Task MergeDueAsync(CancellationToken cancel)
    {
        foreach (var index in State.Indices.Values)
        {
            while (await MergeAsync(index, all: false, cancel))
            {
            }
        }
    }

    private void SaveMappingOf(Index index)
    {
        if (!index.HasUnsavedMapping)
        {
            return;
        }

        lock (State.Gate)
        {
            index.HasUnsavedMapping = false;
            Save();
        }
    }
}
