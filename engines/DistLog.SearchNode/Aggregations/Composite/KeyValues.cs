using DistLog.SearchNode.Aggregations.Buckets;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Aggregations.Composite;

/// <summary>A field's values in one block, as parts of composed keys. A document's equal values are one.</summary>
internal abstract class KeyValues
{
    /// <summary>Takes a row, and says how many parts it has.</summary>
    public abstract int Load(int row);

    /// <summary>Writes one of the loaded row's parts.</summary>
    public abstract void Write(KeyBuffer key, int which, bool descending);
}

/// <summary>Strings.</summary>
internal sealed class StringKeyValues(StringColumn column) : KeyValues
{
    private readonly List<int> _values = [];

    public override int Load(int row)
    {
        _values.Clear();
        column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            if (!Contains(value))
            {
                _values.Add(value);
            }
        }

        return _values.Count;
    }

    private bool Contains(int value)
    {
        foreach (var known in _values)
        {
            if (column[known].SequenceEqual(column[value]))
            {
                return true;
            }
        }

        return false;
    }

    public override void Write(KeyBuffer key, int which, bool descending) => key.WriteString(column[_values[which]], descending);
}

/// <summary>Whole numbers and dates; dates in milliseconds, perhaps cut to intervals.</summary>
internal sealed class LongKeyValues(LongColumn column, FieldKind kind, DateRounding? rounding) : KeyValues
{
    private readonly List<long> _values = [];

    public override int Load(int row)
    {
        _values.Clear();
        column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            var number = BucketKeys.Millis(kind, column.Numbers[value]);
            number = rounding?.Floor(number) ?? number;
            if (!_values.Contains(number))
            {
                _values.Add(number);
            }
        }

        return _values.Count;
    }

    public override void Write(KeyBuffer key, int which, bool descending) => key.WriteLong(_values[which], descending);
}

/// <summary>Floating-point numbers, or any numbers cut to intervals.</summary>
internal sealed class DoubleKeyValues(Column column, FieldKind kind, double interval) : KeyValues
{
    private readonly List<double> _values = [];

    public override int Load(int row)
    {
        _values.Clear();
        column.Values(row, out var first, out var end);
        for (var value = first; value < end; value++)
        {
            var number = column is LongColumn longs ? BucketKeys.Millis(kind, longs.Numbers[value]) : ((DoubleColumn)column).Numbers[value];
            number = interval > 0 ? Math.Floor(number / interval) * interval : number;
            if (!_values.Contains(number))
            {
                _values.Add(number);
            }
        }

        return _values.Count;
    }

    public override void Write(KeyBuffer key, int which, bool descending) => key.WriteDouble(_values[which], descending);
}

/// <summary>The same for every row: a constant_keyword, or what stands for a missing value.</summary>
internal sealed class ConstantKeyValues(byte[] value) : KeyValues
{
    public override int Load(int row) => 1;

    public override void Write(KeyBuffer key, int which, bool descending) => key.WriteString(value, descending);
}
