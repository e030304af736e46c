using System.Buffers;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Deals a block's rows out to buckets: they are counted first, and only sorted by bucket where aggregations inside want to see them.</summary>
internal static class RowGroups
{
    /// <summary>Hands each bucket the rows of its group.</summary>
    /// <param name="block">The block under way.</param>
    /// <param name="rows">The rows in ascending order.</param>
    /// <param name="groups">Each row's group; those from <paramref name="count"/> on are left out.</param>
    /// <param name="count">How many groups there are.</param>
    /// <param name="bucketOf">A group's bucket; asked once for each group that has rows; null leaves them out.</param>
    /// <param name="wantsRows">False where the buckets only count.</param>
    public static void Deal(BlockContext block, ReadOnlySpan<int> rows, ReadOnlySpan<ushort> groups, int count, Func<int, Bucket?> bucketOf, bool wantsRows)
    {
        var ends = new int[count + 1];
        foreach (var group in groups)
        {
            ends[Math.Min(group, count)]++;
        }

        if (wantsRows)
        {
            DealRows(block, rows, groups, ends, bucketOf);
            return;
        }

        for (var group = 0; group < count; group++)
        {
            if (ends[group] > 0)
            {
                bucketOf(group)?.AddCount(ends[group]);
            }
        }
    }

    private static void DealRows(BlockContext block, ReadOnlySpan<int> rows, ReadOnlySpan<ushort> groups, int[] ends, Func<int, Bucket?> bucketOf)
    {
        var starts = new int[ends.Length];
        for (var group = 1; group < ends.Length; group++)
        {
            starts[group] = starts[group - 1] + ends[group - 1];
        }

        starts.CopyTo(ends, 0);
        var sorted = ArrayPool<int>.Shared.Rent(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            sorted[ends[Math.Min(groups[i], ends.Length - 1)]++] = rows[i];
        }

        for (var group = 0; group < ends.Length - 1; group++)
        {
            if (ends[group] > starts[group])
            {
                bucketOf(group)?.Collect(block, sorted.AsSpan(starts[group], ends[group] - starts[group]));
            }
        }

        ArrayPool<int>.Shared.Return(sorted);
    }
}
