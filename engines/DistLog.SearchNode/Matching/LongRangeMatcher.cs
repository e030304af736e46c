using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows with a whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
internal sealed class LongRangeMatcher(FieldRef field, long low, long high) : Matcher
{
    public override bool MayMatch(Block block) => low <= high && !(block.Bounds(field.Field) is { } bounds && (bounds.High < low || bounds.Low > high));

    public override Bits Match(Block block)
    {
        if (!MayMatch(block) || field.ColumnOf(block) is not LongColumn column)
        {
            return new Bits(block.Rows);
        }

        return block.Bounds(field.Field) is { } inside && inside.Low >= low && inside.High <= high
            ? column.PresentRows()
            : ValueRows.Of(column, ValuesOf(column));
    }

    private Bits ValuesOf(LongColumn column)
    {
        var values = new Bits(column.ValueCount);
        var numbers = column.Numbers.AsSpan(0, column.ValueCount);
        for (var word = 0; word < values.Words.Length; word++)
        {
            var part = numbers[(word << 6)..Math.Min(numbers.Length, (word + 1) << 6)];
            ulong bits = 0;
            for (var i = 0; i < part.Length; i++)
            {
                bits |= (part[i] >= low && part[i] <= high ? 1UL : 0UL) << i;
            }

            values.Words[word] = bits;
        }

        return values;
    }
}
