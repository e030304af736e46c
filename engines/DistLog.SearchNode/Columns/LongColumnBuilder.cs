namespace DistLog.SearchNode.Columns;

/// <summary>Collects whole numbers.</summary>
internal sealed class LongColumnBuilder : ColumnBuilder
{
    private long[] _numbers = new long[64];

    public override int Size => _numbers.Length * sizeof(long);

    /// <summary>The number of a value number.</summary>
    public long this[int value] => _numbers[value];

    public void Append(int row, long number)
    {
        BeginValue(row);
        if (ValueCount > _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(ValueCount, _numbers.Length * 2));
        }

        _numbers[ValueCount - 1] = number;
    }

    public override Column Snapshot(int rows)
    {
        var (present, starts, values) = Shape(rows);
        var numbers = new long[starts is null ? rows : values];
        Array.Copy(_numbers, numbers, Math.Min(values, _numbers.Length));
        return new LongColumn { Rows = rows, Present = present, Starts = starts, Numbers = numbers };
    }

    protected override void Pad(int count)
    {
        if (ValueCount + count > _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(ValueCount + count, _numbers.Length * 2));
        }

        _numbers.AsSpan(ValueCount, count).Clear();
    }

    protected override void Move(int from, int to) => _numbers[to] = _numbers[from];

    protected override void Truncate(int count) => _numbers.AsSpan(count).Clear();
}
