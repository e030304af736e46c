namespace DistLog.SearchNode.Columns;

/// <summary>Collects floating-point numbers.</summary>
internal sealed class DoubleColumnBuilder : ColumnBuilder
{
    private double[] _numbers = new double[64];

    public override int Size => _numbers.Length * sizeof(double);

    public void Append(int row, double number)
    {
        BeginValue(row);
        Reserve(ValueCount);
        _numbers[ValueCount - 1] = number;
    }

    public override Column Snapshot(int rows)
    {
        var (present, starts, values) = Shape(rows);
        var numbers = new double[starts is null ? rows : values];
        Array.Copy(_numbers, numbers, Math.Min(values, _numbers.Length));
        return new DoubleColumn { Rows = rows, Present = present, Starts = starts, Numbers = numbers };
    }

    protected override void Pad(int count)
    {
        Reserve(ValueCount + count);
        _numbers.AsSpan(ValueCount, count).Clear();
    }

    protected override void Move(int from, int to) => _numbers[to] = _numbers[from];

    protected override void Truncate(int count) => _numbers.AsSpan(count).Clear();

    private void Reserve(int count)
    {
        if (count > _numbers.Length)
        {
            Array.Resize(ref _numbers, Math.Max(count, _numbers.Length * 2));
        }
    }
}
