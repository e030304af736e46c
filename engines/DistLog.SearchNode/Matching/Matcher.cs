using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>A query made ready for one index: it finds the matching rows of a block.</summary>
internal abstract class Matcher
{
    /// <summary>What looking at a block costs, on a rough scale; the cheap clauses of a conjunction go first.</summary>
    public virtual int Cost => 1;

    /// <summary>The rows that match. The caller owns the result and may change it.</summary>
    public abstract Bits Match(Block block);

    /// <summary>
    /// Those of some rows that match: what costs much per row looks at no others. <paramref name="within"/> stays as it is; the caller owns
    /// the result.
    /// </summary>
    public virtual Bits Match(Block block, Bits within) => Match(block).And(within);

    /// <summary>False where the block certainly has no match. Looks at bounds and filters only, never at a column.</summary>
    public virtual bool MayMatch(Block block) => true;

    /// <summary>Adds each matching row's score. What only filters adds the same to all.</summary>
    public virtual void Score(Block block, Bits rows, float[] scores)
    {
        var matched = Match(block, rows);
        for (var row = 0; row < block.Rows; row++)
        {
            if (matched[row])
            {
                scores[row] += 1;
            }
        }
    }

    /// <summary>How one row's score comes about.</summary>
    public virtual Explanation Explain(Block block, int row) =>
        Match(block)[row] ? new Explanation(ScoreOf(block, row), ToString()!) : Explanation.NoMatch($"{this} doesn't match id {row}");

    /// <summary>Tells what of a text made it match, for highlighting.</summary>
    public virtual void Mark(Marks marks)
    {
    }

    public override string ToString() => "ConstantScore";

    /// <summary>The score of one row.</summary>
    public float ScoreOf(Block block, int row)
    {
        var only = new Bits(block.Rows);
        only.Set(row);
        var scores = new float[block.Rows];
        Score(block, only, scores);
        return scores[row];
    }
}
