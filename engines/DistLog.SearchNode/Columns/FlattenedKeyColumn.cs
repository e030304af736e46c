namespace DistLog.SearchNode.Columns;

/// <summary>
/// One key of a flattened field, taken out of the column that holds all of them as <c>key NUL value</c>.
/// </summary>
internal static class FlattenedKeyColumn
{
    public const byte Separator = 0;

    /// <summary>The values under one key, without the key.</summary>
    public static RawStringColumn Of(StringColumn column, ReadOnlySpan<byte> key) => Extract(column, key.ToArray());

    /// <summary>All values under any key.</summary>
    public static RawStringColumn AllOf(StringColumn column) => Extract(column, null);

    private static RawStringColumn Extract(StringColumn column, byte[]? key)
    {
        var starts = new int[column.Rows + 1];
        var offsets = new List<int>(column.ValueCount + 1) { 0 };
        var data = new MemoryStream();
        for (var row = 0; row < column.Rows; row++)
        {
            starts[row] = offsets.Count - 1;
            column.Values(row, out var first, out var end);
            for (var value = first; value < end; value++)
            {
                Add(column[value], key, data, offsets);
            }
        }

        starts[column.Rows] = offsets.Count - 1;
        return new RawStringColumn { Rows = column.Rows, Starts = starts, Data = data.ToArray(), Offsets = [.. offsets] };
    }

    private static void Add(ReadOnlySpan<byte> pair, byte[]? key, MemoryStream data, List<int> offsets)
    {
        var separator = pair.IndexOf(Separator);
        if (separator >= 0 && (key is null || pair[..separator].SequenceEqual(key)))
        {
            data.Write(pair[(separator + 1)..]);
            offsets.Add((int)data.Length);
        }
    }
}
