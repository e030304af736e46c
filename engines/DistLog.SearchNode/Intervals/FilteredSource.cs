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

    private bool Passes(Interval interval, List<Interval> others) => relation switch
    {
        "after" => others.Exists(other => interval.Start > other.End),
        "before" => others.Exists(other => interval.End < other.Start),
        "contained_by" => others.Exists(other => other.Contains(interval)),
        "containing" => others.Exists(interval.Contains),
        "not_contained_by" => !others.Exists(other => other.Contains(interval)),
        "not_containing" => !others.Exists(interval.Contains),
        "overlapping" => others.Exists(interval.Overlaps),
        _ => !others.Exists(interval.Overlaps),
    };
}
