using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Columns;

/// <summary>Columns that hold the same values as another: an id that a field repeats, a sub-field, once more under its own name.</summary>
internal static class SameColumn
{
    /// <summary>True where every row that has values has the same ones in the other column.</summary>
    public static bool Repeats(RawStringColumn column, RawStringColumn other)
    {
        if (column.Starts is not null || other.Starts is not null)
        {
            return column.Starts is not null && other.Starts is not null
                && column.Starts.AsSpan().SequenceEqual(other.Starts) && HasSameValues(column, other);
        }

        for (var row = 0; row < column.Rows; row++)
        {
            if (column.Has(row) && !(other.Has(row) && column[row].SequenceEqual(other[row])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The other column's values in the rows that the presence names.</summary>
    public static Column Of(Column other, in Presence presence)
    {
        if (presence.Starts is not null || presence.Present is null || (other.Present is { } rows && rows.Words.AsSpan().SequenceEqual(presence.Present.Words)))
        {
            return (presence.Starts is null) == (other.Starts is null) ? other : throw Unlike();
        }

        return other.Starts is not null ? throw Unlike() : other switch
        {
            TemplateColumn templates => templates.WithPresence(presence.Present),
            StringColumn strings => Squeezed(strings.Raw, presence.Present),
            _ => throw Unlike(),
        };
    }

    private static RawStringColumn Squeezed(RawStringColumn column, Bits present)
    {
        var offsets = new int[column.Rows + 1];
        var data = new ByteBuffer(column.Data.Length);
        for (var row = 0; row < column.Rows; row++)
        {
            data.Bytes(present[row] ? column[row] : default);
            offsets[row + 1] = data.Length;
        }

        return new RawStringColumn { Rows = column.Rows, Present = present, Data = data.ToArray(), Offsets = offsets };
    }

    private static bool HasSameValues(RawStringColumn column, RawStringColumn other)
    {
        var count = column.ValueCount;
        return column.Offsets.AsSpan(0, count + 1).SequenceEqual(other.Offsets.AsSpan(0, count + 1))
            && column.Data.AsSpan(0, column.Offsets[count]).SequenceEqual(other.Data.AsSpan(0, other.Offsets[count]));
    }

    private static DamagedDataException Unlike() => new("a column refers to one that it can't be the same as");
}
