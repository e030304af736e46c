using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows of any clause; each scores what its best clause gives, and a fraction of what the others do.</summary>
internal sealed class DisMaxMatcher(Matcher[] clauses, float tieBreaker) : Matcher
{
    public override int Cost => clauses.Sum(clause => clause.Cost);

    public static Matcher Of(Matcher[] clauses, float tieBreaker) => clauses switch
    {
        [] => NoneMatcher.Instance,
        [var only] => only,
        _ => new DisMaxMatcher(clauses, tieBreaker),
    };

    public override Bits Match(Block block)
    {
        var rows = new Bits(block.Rows);
        foreach (var clause in clauses)
        {
            rows.Or(clause.Match(block));
        }

        return rows;
    }

    public override Bits Match(Block block, Bits within)
    {
        var rows = new Bits(block.Rows);
        foreach (var clause in clauses)
        {
            rows.Or(clause.Match(block, within));
        }

        return rows;
    }

    public override bool MayMatch(Block block) => Array.Exists(clauses, clause => clause.MayMatch(block));

    public override void Score(Block block, Bits rows, float[] scores)
    {
        var (best, sum) = (new float[scores.Length], new float[scores.Length]);
        foreach (var clause in clauses)
        {
            var own = new float[scores.Length];
            clause.Score(block, rows, own);
            for (var row = 0; row < own.Length; row++)
            {
                best[row] = Math.Max(best[row], own[row]);
                sum[row] += own[row];
            }
        }

        for (var row = 0; row < best.Length; row++)
        {
            scores[row] += best[row] + (tieBreaker * (sum[row] - best[row]));
        }
    }

    public override Explanation Explain(Block block, int row)
    {
        Explanation[] parts = [.. clauses.Where(clause => clause.Match(block)[row]).Select(clause => clause.Explain(block, row))];
        return parts.Length == 0
            ? Explanation.NoMatch("No matching clause")
            : new Explanation(ScoreOf(block, row), tieBreaker == 0 ? "max of:" : $"max plus {tieBreaker} times others of:", parts);
    }

    public override void Mark(Marks marks)
    {
        foreach (var clause in clauses)
        {
            clause.Mark(marks);
        }
    }

    public override string ToString() => $"({string.Join(" | ", clauses.Select(clause => clause.ToString()))})";
}
