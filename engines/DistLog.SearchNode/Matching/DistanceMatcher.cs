using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows that have a number; each scores pivot / (pivot + distance from the origin), by its nearest number.</summary>
internal sealed class DistanceMatcher(FieldRef field, long origin, double pivot) : Matcher
{
    public override Bits Match(Block block) => field.ColumnOf(block)?.PresentRows() ?? new Bits(block.Rows);

    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (field.ColumnOf(block) is not LongColumn column)
        {
            return;
        }

        for (var row = 0; row < scores.Length; row++)
        {
            if (rows[row] && column.Has(row))
            {
                scores[row] += (float)(pivot / (pivot + Nearest(column, row)));
            }
        }
    }

    private double Nearest(LongColumn column, int row)
    {
        column.Values(row, out var first, out var end);
        var nearest = double.MaxValue;
        for (var value = first; value < end; value++)
        {
            nearest = Math.Min(nearest, Math.Abs((double)column.Numbers[value] - origin));
        }

        return nearest;
    }
}
