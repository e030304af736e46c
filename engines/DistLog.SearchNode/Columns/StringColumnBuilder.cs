namespace DistLog.SearchNode.Columns;

/// <summary>Collects strings, one after another.</summary>
internal sealed class StringColumnBuilder : ColumnBuilder
{
    private byte[] _data = new byte[256];
    private int[] _offsets = new int[64];

    public override int Size => _data.Length + (_offsets.Length * sizeof(int));

    /// <summary>The string of a value number.</summary>
    public ReadOnlySpan<byte> this[int value] => _data.AsSpan(_offsets[value], _offsets[value + 1] - _offsets[value]);

    public void Append(int row, ReadOnlySpan<byte> value)
    {
        BeginValue(row);
        ReserveOffsets(ValueCount + 1);
        var start = _offsets[ValueCount - 1];
        if (start + value.Length > _data.Length)
        {
            Array.Resize(ref _data, Math.Max(start + value.Length, _data.Length * 2));
        }

        value.CopyTo(_data.AsSpan(start));
        _offsets[ValueCount] = start + value.Length;
    }

    public override Column Snapshot(int rows) => Column(rows, lend: false);

    public override Column Borrow(int rows) => Column(rows, lend: true);

    private RawStringColumn Column(int rows, bool lend)
    {
        var (present, starts, values) = Shape(rows);
        var offsets = new int[(starts is null ? rows : values) + 1];
        Array.Copy(_offsets, offsets, values + 1);
        offsets.AsSpan(values + 1).Fill(_offsets[values]);
        var data = lend ? _data : _data.AsSpan(0, _offsets[values]).ToArray();
        return new RawStringColumn { Rows = rows, Present = present, Starts = starts, Data = data, Offsets = offsets };
    }

    protected override void Pad(int count)
    {
        ReserveOffsets(ValueCount + count + 1);
        _offsets.AsSpan(ValueCount + 1, count).Fill(_offsets[ValueCount]);
    }

    // Padding is empty strings, so squeezing it out moves offsets only; the bytes stay where they are.
    protected override void Move(int from, int to) => _offsets[to + 1] = _offsets[from + 1];

    protected override void Truncate(int count)
    {
    }

    private void ReserveOffsets(int count)
    {
        if (count > _offsets.Length)
        {
            Array.Resize(ref _offsets, Math.Max(count, _offsets.Length * 2));
        }
    }
}
