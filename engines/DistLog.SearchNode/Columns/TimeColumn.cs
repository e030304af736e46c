using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Columns;

/// <summary>Strings that are all times written in one style, as numbers: the time stamp that an event brought along, kept as a keyword.</summary>
internal sealed class TimeColumn : StringColumn
{
    private readonly WeakReference<RawStringColumn?> _raw = new(null);

    /// <summary>How all of them are written.</summary>
    public required TimeStyle Style { get; init; }

    /// <summary>The times since 1970 in units of the last digit; 0 where a row has none.</summary>
    public required long[] Units { get; init; }

    public override int Size => PresenceSize + (Units.Length * sizeof(long));

    public override ReadOnlySpan<byte> this[int value]
    {
        get
        {
            if (!HasValue(value))
            {
                return default;
            }

            var text = new byte[TimeText.Longest];
            return text.AsSpan(0, Write(value, text));
        }
    }

    public override RawStringColumn Raw
    {
        get
        {
            if (!_raw.TryGetTarget(out var raw) || raw is null)
            {
                raw = Materialise();
                _raw.SetTarget(raw);
            }

            return raw;
        }
    }

    /// <summary>The column by times, or null where a value isn't a time in the style of the first.</summary>
    public static TimeColumn? Of(RawStringColumn column)
    {
        TimeStyle? style = null;
        var units = new long[column.ValueCount];
        for (var value = 0; value < units.Length; value++)
        {
            if (!column.HasValue(value))
            {
                continue;
            }

            if (!TimeText.TryRead(column[value], out var own, out var nanos) || own != (style ?? own))
            {
                return null;
            }

            style = own;
            units[value] = nanos / TimeText.UnitOf(own.Digits);
        }

        return style is { } found
            ? new TimeColumn { Rows = column.Rows, Present = column.Present, Starts = column.Starts, Style = found, Units = units }
            : null;
    }

    public override void CopyTo(ByteBuffer target, int value)
    {
        if (HasValue(value))
        {
            var length = Write(value, target.Take(TimeText.Longest));
            target.Return(TimeText.Longest - length);
        }
    }

    private int Write(int value, Span<byte> target) => TimeText.Write(target, Style, Units[value] * TimeText.UnitOf(Style.Digits));

    private RawStringColumn Materialise()
    {
        var offsets = new int[ValueCount + 1];
        var data = new ByteBuffer(ValueCount * TimeText.Longest);
        for (var value = 0; value < ValueCount; value++)
        {
            CopyTo(data, value);
            offsets[value + 1] = data.Length;
        }

        return new RawStringColumn { Rows = Rows, Present = Present, Starts = Starts, Data = data.ToArray(), Offsets = offsets };
    }
}
