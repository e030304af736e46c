using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Intervals;

/// <summary>Single words that pass a test.</summary>
internal sealed class WordSource(StringPredicate test) : IntervalSource
{
    public override int LeastWidth => 1;

    public override List<Interval> Find(IReadOnlyList<byte[]> words)
    {
        var found = new List<Interval>();
        for (var word = 0; word < words.Count; word++)
        {
            if (test(words[word]))
            {
                found.Add(new Interval(word, word, 0));
            }
        }

        return found;
    }

    public override void Mark(Action<StringPredicate> mark) => mark(test);
}
