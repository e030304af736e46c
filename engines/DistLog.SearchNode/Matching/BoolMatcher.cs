using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>All of some clauses, none of others, and at least so many of a third kind.</summary>
internal sealed class BoolMatcher : Matcher
{
    private readonly Matcher[] _required;
    private readonly Matcher[] _scored;

    public BoolMatcher(IEnumerable<Matcher> must, IEnumerable<Matcher> filter, IReadOnlyList<Matcher> should, IReadOnlyList<Matcher> mustNot, int minimumShouldMatch)
    {
        var scored = must.ToArray();
        _scored = [.. scored, .. should];
        _required = [.. scored.Concat(filter).OrderBy(matcher => matcher.Cost)];
        Should = should;
        MustNot = mustNot;
        MinimumShouldMatch = minimumShouldMatch;
    }

    public IReadOnlyList<Matcher> Should { get; }

    public IReadOnlyList<Matcher> MustNot { get; }

    public int MinimumShouldMatch { get; }

    public override int Cost => 1 + _required.Concat(Should).Concat(MustNot).Sum(matcher => matcher.Cost);

    public override Bits Match(Block block)
    {
        var rows = Bits.All(block.Rows);
        foreach (var matcher in _required)
        {
            rows.And(matcher.Match(block));
            if (rows.IsEmpty)
            {
                return rows;
            }
        }

        if (MinimumShouldMatch > 0)
        {
            rows.And(MatchShould(block));
        }

        foreach (var matcher in MustNot)
        {
            if (rows.IsEmpty)
            {
                break;
            }

            rows.AndNot(matcher.Match(block));
        }

        return rows;
    }

    public override void Score(Block block, Bits rows, float[] scores)
    {
        foreach (var matcher in _scored)
        {
            matcher.Score(block, rows, scores);
        }
    }

    private Bits MatchShould(Block block)
    {
        if (MinimumShouldMatch == 1)
        {
            var any = new Bits(block.Rows);
            foreach (var matcher in Should)
            {
                any.Or(matcher.Match(block));
            }

            return any;
        }

        var counts = new int[block.Rows];
        foreach (var matcher in Should)
        {
            var matched = matcher.Match(block);
            for (var row = 0; row < counts.Length; row++)
            {
                counts[row] += matched[row] ? 1 : 0;
            }
        }

        var enough = new Bits(block.Rows);
        for (var row = 0; row < counts.Length; row++)
        {
            if (counts[row] >= MinimumShouldMatch)
            {
                enough.Set(row);
            }
        }

        return enough;
    }
}
