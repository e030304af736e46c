namespace DistLog.SearchNode.Columns;

/// <summary>Turns strings that are all ids in hexadecimal into a column of half as many bytes.</summary>
internal static class HexEncoder
{
    /// <summary>The column in binary, or null where a value isn't an id of the same format as the first.</summary>
    public static HexColumn? Encode(RawStringColumn column)
    {
        var count = column.PresentCount();
        var first = FirstValue(column);
        var format = new HexFormat(first < 0 ? 0 : column[first].Length);
        if (first < 0 || !format.Fits(column[first]))
        {
            return null;
        }

        var binary = new byte[count * format.Width];
        for (int value = first, place = 0; value < column.ValueCount; value++)
        {
            if (!column.HasValue(value))
            {
                continue;
            }

            if (!format.Fits(column[value]))
            {
                return null;
            }

            format.Parse(column[value], binary.AsSpan(place++ * format.Width, format.Width));
        }

        return new HexColumn { Rows = column.Rows, Present = column.Present, Starts = column.Starts, Binary = binary, Format = format };
    }

    private static int FirstValue(RawStringColumn column)
    {
        for (var value = 0; value < column.ValueCount; value++)
        {
            if (column.HasValue(value))
            {
                return value;
            }
        }

        return -1;
    }
}
