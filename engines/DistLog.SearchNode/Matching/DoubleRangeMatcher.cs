using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows with a floating-point number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
internal sealed class DoubleRangeMatcher(FieldRef field, double low, double high) : Matcher
{
    public override Bits Match(Block block)
    {
        if (field.ColumnOf(block) is not DoubleColumn column)
        {
            return new Bits(block.Rows);
        }

        var values = new Bits(column.ValueCount);
        for (var value = 0; value < values.Length; value++)
        {
            if (column.Numbers[value] >= low && column.Numbers[value] <= high)
            {
                values.Set(value);
            }
        }

        return ValueRows.Of(column, values);
    }
}
