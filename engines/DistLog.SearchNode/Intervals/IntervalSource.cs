using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Intervals;

/// <summary>
/// A rule that finds stretches of a text: the smallest ones, none of which contains another, in order. (Vigna, "Efficient optimally lazy
/// algorithms for minimal-interval semantics"; here over texts of at most some thousand words, by plain lists.)
/// </summary>
internal abstract class IntervalSource
{
    /// <summary>Words that an occurrence has at least.</summary>
    public abstract int LeastWidth { get; }

    public abstract List<Interval> Find(IReadOnlyList<byte[]> words);

    /// <summary>Tells what words it looks for, for highlighting.</summary>
    public abstract void Mark(Action<StringPredicate> mark);

    /// <summary>Leaves out each interval that contains another.</summary>
    protected static List<Interval> Minimal(IEnumerable<Interval> candidates)
    {
        var minimal = new List<Interval>();
        foreach (var candidate in candidates.Distinct().OrderBy(interval => interval.End).ThenByDescending(interval => interval.Start))
        {
            // Ordered by their ends, only the last one kept can lie within.
            if (minimal.Count == 0 || candidate.Start > minimal[^1].Start)
            {
                minimal.Add(candidate);
            }
        }

        return minimal;
    }
}
