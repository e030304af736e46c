using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Another matcher's rows with scores changed by functions.</summary>
internal sealed class FunctionScoreMatcher(Matcher inner, BoundFunction[] functions, ScoreMode scoreMode, ScoreMode boostMode, float maxBoost, float? minScore) : Matcher
{
    public override int Cost => inner.Cost;

    public override bool MayMatch(Block block) => inner.MayMatch(block);

    public override Bits Match(Block block)
    {
        var rows = inner.Match(block);
        if (minScore is not { } least || rows.IsEmpty)
        {
            return rows;
        }

        var scores = new float[block.Rows];
        Score(block, rows, scores);
        for (var row = 0; row < scores.Length; row++)
        {
            if (rows[row] && scores[row] < least)
            {
                rows.Clear(row);
            }
        }

        return rows;
    }

    public override void Score(Block block, Bits rows, float[] scores)
    {
        var own = new float[scores.Length];
        inner.Score(block, rows, own);
        var matched = inner.Match(block, rows);
        var filters = functions.Select(function => function.Filter?.Match(block)).ToArray();
        var columns = functions.Select(function => function.Field?.ColumnOf(block)).ToArray();
        for (var row = 0; row < own.Length; row++)
        {
            if (matched[row])
            {
                scores[row] += Combine(own[row], FactorOf(filters, columns, row));
            }
        }
    }

    public override void Mark(Marks marks) => inner.Mark(marks);

    /// <summary>What the functions that apply to the row give together; null where none does.</summary>
    private double? FactorOf(Bits?[] filters, Column?[] columns, int row)
    {
        double? factor = null;
        var weights = 0f;
        for (var i = 0; i < functions.Length && (scoreMode != ScoreMode.First || factor is null); i++)
        {
            if (filters[i] is { } filter && !filter[row])
            {
                continue;
            }

            var value = functions[i].Value(columns[i], row);
            weights += functions[i].Weight;
            factor = factor is not { } known ? value : scoreMode switch
            {
                ScoreMode.Multiply => known * value,
                ScoreMode.Max => Math.Max(known, value),
                ScoreMode.Min => Math.Min(known, value),
                _ => known + value,
            };
        }

        return scoreMode == ScoreMode.Average && weights > 0 ? factor / weights : factor;
    }

    private float Combine(float score, double? factor)
    {
        var capped = Math.Min(factor ?? 1, maxBoost);
        return boostMode switch
        {
            ScoreMode.Multiply => (float)(score * capped),
            ScoreMode.Replace => (float)(functions.Length == 0 || factor is null ? score : capped),
            ScoreMode.Sum => (float)(score + capped),
            ScoreMode.Average => (float)((score + capped) / 2),
            ScoreMode.Max => (float)Math.Max(score, capped),
            _ => (float)Math.Min(score, capped),
        };
    }
}
