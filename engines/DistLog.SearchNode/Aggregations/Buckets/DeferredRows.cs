using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>Rows that are kept until it is known which buckets there will be: two bytes a row.</summary>
internal sealed class DeferredRows
{
    private readonly List<(BlockContext Block, ushort[] Rows)> _blocks = [];

    public void Add(BlockContext block, ReadOnlySpan<int> rows)
    {
        var kept = new ushort[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            kept[i] = (ushort)rows[i];
        }

        _blocks.Add((block, kept));
    }

    /// <summary>Hands all rows out once more, block by block.</summary>
    public void Replay(Action<BlockContext, int[]> collect)
    {
        foreach (var (block, rows) in _blocks)
        {
            collect(block, Array.ConvertAll(rows, row => (int)row));
            block.Release();
        }
    }
}
