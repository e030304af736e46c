using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Intervals;

/// <summary>What any of several rules finds.</summary>
internal sealed class AnySource(IReadOnlyList<IntervalSource> sources) : IntervalSource
{
    public override int LeastWidth => sources.Count == 0 ? 1 : sources.Min(source => source.LeastWidth);

    public override List<Interval> Find(IReadOnlyList<byte[]> words) => Minimal(sources.SelectMany(source => source.Find(words)));

    public override void Mark(Action<StringPredicate> mark)
    {
        foreach (var source in sources)
        {
            source.Mark(mark);
        }
    }
}
