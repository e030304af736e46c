using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows with one of some whole numbers.</summary>
internal sealed class LongTermsMatcher(FieldRef field, HashSet<long> terms) : Matcher
{
    public override int Cost => 2;

    public override Bits Match(Block block)
    {
        if (field.ColumnOf(block) is not LongColumn column)
        {
            return new Bits(block.Rows);
        }

        var values = new Bits(column.ValueCount);
        for (var value = 0; value < values.Length; value++)
        {
            if (terms.Contains(column.Numbers[value]))
            {
                values.Set(value);
            }
        }

        return ValueRows.Of(column, values);
    }
}
