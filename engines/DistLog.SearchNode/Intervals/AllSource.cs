using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Intervals;

/// <summary>Stretches in which all of several rules find something: one after another, or in any order.</summary>
internal sealed class AllSource(IReadOnlyList<IntervalSource> sources, bool ordered, int maxGaps) : IntervalSource
{
    public override int LeastWidth => sources.Sum(source => source.LeastWidth);

    public override List<Interval> Find(IReadOnlyList<byte[]> words)
    {
        var parts = sources.Select(source => source.Find(words)).ToArray();
        if (parts.Length == 0 || parts.Any(part => part.Count == 0))
        {
            return [];
        }

        var found = Minimal(ordered ? InOrder(parts) : Anyhow(parts));
        return maxGaps < 0 ? found : [.. found.Where(interval => interval.Gaps <= maxGaps)];
    }

    public override void Mark(Action<StringPredicate> mark)
    {
        foreach (var source in sources)
        {
            source.Mark(mark);
        }
    }

    /// <summary>From each start the parts that come next the soonest; as the start moves on, so does each part.</summary>
    private static IEnumerable<Interval> InOrder(List<Interval>[] parts)
    {
        var at = new int[parts.Length];
        foreach (var first in parts[0])
        {
            var (end, width) = (first.End, first.Width - first.Gaps);
            for (var part = 1; part < parts.Length; part++)
            {
                while (at[part] < parts[part].Count && parts[part][at[part]].Start <= end)
                {
                    at[part]++;
                }

                if (at[part] == parts[part].Count)
                {
                    yield break;
                }

                var next = parts[part][at[part]];
                (end, width) = (next.End, width + next.Width - next.Gaps);
            }

            yield return new Interval(first.Start, end, end - first.Start + 1 - width);
        }
    }

    /// <summary>The stretch around one interval of each part, while the one that starts first is moved on.</summary>
    private static IEnumerable<Interval> Anyhow(List<Interval>[] parts)
    {
        var at = new int[parts.Length];
        while (true)
        {
            var chosen = parts.Select((part, number) => part[at[number]]).ToArray();
            var (start, end) = (chosen.Min(interval => interval.Start), chosen.Max(interval => interval.End));
            yield return new Interval(start, end, Math.Max(0, end - start + 1 - chosen.Sum(interval => interval.Width - interval.Gaps)));
            var first = Array.FindIndex(chosen, interval => interval.Start == start);
            if (++at[first] >= parts[first].Count)
            {
                yield break;
            }
        }
    }
}
