using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>All of some clauses, none of others, and at least so many of a third kind. The cheap ones go first and leave few rows to the others.</summary>
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
        Cost = 1 + _required.Concat(Should).Concat(MustNot).Sum(matcher => matcher.Cost);
    }

    public IReadOnlyList<Matcher> Should { get; }

    public IReadOnlyList<Matcher> MustNot { get; }

    public int MinimumShouldMatch { get; }

    public override int Cost { get; }

    public override bool MayMatch(Block block) =>
        Array.TrueForAll(_required, matcher => matcher.MayMatch(block)) && (MinimumShouldMatch == 0 || Should.Any(matcher => matcher.MayMatch(block)));

    public override Bits Match(Block block) => Narrow(block, Bits.All(block.Rows));

    public override Bits Match(Block block, Bits within) => Narrow(block, within.Copy());

    public override void Score(Block block, Bits rows, float[] scores)
    {
        foreach (var matcher in _scored)
        {
            matcher.Score(block, rows, scores);
        }
    }

    public override Explanation Explain(Block block, int row)
    {
        if (!Match(block)[row])
        {
            return Explanation.NoMatch("Failure to meet condition(s) of required/prohibited clause(s)");
        }

        Explanation[] parts = [.. _scored.Where(matcher => matcher.Match(block)[row]).Select(matcher => matcher.Explain(block, row))];
        return parts is [var only] ? only : new Explanation(parts.Sum(part => part.Value), "sum of:", parts);
    }

    public override void Mark(Marks marks)
    {
        foreach (var matcher in _required.Concat(Should))
        {
            matcher.Mark(marks);
        }
    }

    /// <summary>Takes away the rows that don't match.</summary>
    private Bits Narrow(Block block, Bits rows)
    {
        if (!MayMatch(block))
        {
            return new Bits(block.Rows);
        }

        foreach (var matcher in _required)
        {
            if (rows.IsEmpty)
            {
                return rows;
            }

            EvaluationLimits.Check();
            rows = matcher.Match(block, rows);
        }

        rows = MinimumShouldMatch > 0 && !rows.IsEmpty ? MatchShould(block, rows) : rows;
        foreach (var matcher in MustNot)
        {
            if (rows.IsEmpty)
            {
                break;
            }

            EvaluationLimits.Check();
            rows.AndNot(matcher.Match(block, rows));
        }

        return rows;
    }

    private Bits MatchShould(Block block, Bits within)
    {
        if (MinimumShouldMatch > 1)
        {
            return MatchSeveral(block, within);
        }

        var any = new Bits(block.Rows);
        foreach (var matcher in Should)
        {
            EvaluationLimits.Check();
            any.Or(matcher.Match(block, within));
        }

        return any;
    }

    private Bits MatchSeveral(Block block, Bits within)
    {
        var counts = new int[block.Rows];
        foreach (var matcher in Should)
        {
            EvaluationLimits.Check();
            var matched = matcher.Match(block, within);
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
