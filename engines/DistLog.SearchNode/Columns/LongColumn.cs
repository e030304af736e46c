namespace DistLog.SearchNode.Columns;

/// <summary>Whole numbers: the integer types, booleans as 0 and 1, dates as milliseconds (date_nanos as nanoseconds) since 1970.</summary>
internal sealed class LongColumn : Column
{
    public required long[] Numbers { get; init; }

    public override int Size => PresenceSize + (Numbers.Length * sizeof(long));

    /// <summary>The lowest and highest number, or null where no row has one.</summary>
    public (long Low, long High)? Bounds()
    {
        var (low, high, any) = (long.MaxValue, long.MinValue, false);
        for (var value = 0; value < ValueCount; value++)
        {
            if (Present is null || Present[value])
            {
                low = Math.Min(low, Numbers[value]);
                high = Math.Max(high, Numbers[value]);
                any = true;
            }
        }

        return any ? (low, high) : null;
    }
}
