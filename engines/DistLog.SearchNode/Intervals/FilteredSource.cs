using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Intervals;

/// <summary>Of what one rule finds, that which stands in a relation to what another finds, or in none.</summary>
internal sealed class FilteredSource(IntervalSource source, string relation, IntervalSource filter) : IntervalSource
{
    public override int LeastWidth => source.LeastWidth;

    public static void Check(string relation)
    {
        if (relation is not ("after" or "before" or "contained_by" or "containing" or "not_contained_by" or "not_containing" or "not_overlapping" or "overlapping"))
        {
            throw relation == "script" ? Refuse.NotSupported("script filter of intervals") : Refuse.Parsing($"[intervals] unknown filter type [{relation}]");
        }
    }

    public override List<Interval> Find(IReadOnlyList<byte[]> words)
    {
        var others = filter.Find(words);
        return [.. source.Find(words).Where(interval => Passes(interval, others))];
    }

    public override void Mark(Action<StringPredicate> mark) => source.Mark(mark);

    private bool Passes(Interval interval, List<Interval> others)
    {
        if (others.Count == 0)
        {
            return relation is "not_contained_by" or "not_containing" or "not_overlapping";
        }

        // Both ends of the others ascend, so the last that starts in time reaches farthest, and the first that starts late enough ends first.
        var within = FirstFrom(others, interval.Start);
        return relation switch
        {
            "after" => others[0].End < interval.Start,
            "before" => others[^1].Start > interval.End,
            "contained_by" => IsAround(interval, others),
            "not_contained_by" => !IsAround(interval, others),
            "containing" => within < others.Count && interval.Contains(others[within]),
            "not_containing" => within == others.Count || !interval.Contains(others[within]),
            "overlapping" => IsAcross(interval, others),
            _ => !IsAcross(interval, others),
        };
    }

    private static bool IsAround(Interval interval, List<Interval> others) =>
        FirstFrom(others, interval.Start + 1) is > 0 and var next && others[next - 1].Contains(interval);

    private static bool IsAcross(Interval interval, List<Interval> others) =>
        FirstFrom(others, interval.End + 1) is > 0 and var next && others[next - 1].Overlaps(interval);

    /// <summary>The number of the first interval that starts at a word or after it.</summary>
    private static int FirstFrom(List<Interval> intervals, int start)
    {
        var (low, high) = (0, intervals.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = intervals[middle].Start >= start ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
