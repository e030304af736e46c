using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Matching;

/// <summary>From values that match to the rows that own them.</summary>
internal static class ValueRows
{
    /// <summary>The rows that have one of the value numbers.</summary>
    public static Bits Of(Column column, Bits values)
    {
        if (column.Starts is null)
        {
            return column.Present is null ? values : values.And(column.Present);
        }

        var rows = new Bits(column.Rows);
        for (var row = 0; row < column.Rows; row++)
        {
            for (var value = column.Starts[row]; value < column.Starts[row + 1]; value++)
            {
                if (values[value])
                {
                    rows.Set(row);
                    break;
                }
            }
        }

        return rows;
    }

    /// <summary>The rows one of whose values is one of a dictionary's terms.</summary>
    public static Bits OfTerms(DictionaryColumn column, Bits terms)
    {
        var values = new Bits(column.ValueCount);
        if (!terms.IsEmpty)
        {
            for (var value = 0; value < values.Length; value++)
            {
                if (terms[column.Ordinals[value]])
                {
                    values.Set(value);
                }
            }
        }

        return Of(column, values);
    }
}
