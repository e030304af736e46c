using System.Buffers.Binary;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose value of a field falls, by its hash, into one of several slices; rows without a value into the first.</summary>
internal sealed class SliceMatcher(FieldRef field, int slice, int slices) : Matcher
{
    public override int Cost => 3;

    public override Bits Match(Block block)
    {
        var rows = new Bits(block.Rows);
        var column = field.ColumnOf(block);
        for (var row = 0; row < block.Rows; row++)
        {
            if ((int)(HashOf(column, row) % (ulong)slices) == slice)
            {
                rows.Set(row);
            }
        }

        return rows;
    }

    private static ulong HashOf(Column? column, int row)
    {
        if (column is null || !column.Has(row))
        {
            return 0;
        }

        column.Values(row, out var first, out _);
        Span<byte> number = stackalloc byte[sizeof(long)];
        switch (column)
        {
            case StringColumn strings:
                return Hash.Of(strings[first]);
            case LongColumn longs:
                BinaryPrimitives.WriteInt64LittleEndian(number, longs.Numbers[first]);
                break;
            case DoubleColumn doubles:
                BinaryPrimitives.WriteDoubleLittleEndian(number, doubles.Numbers[first]);
                break;
        }

        return Hash.Of(number);
    }
}
