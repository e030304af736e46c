namespace DistLog.SearchNode.Columns;

/// <summary>
/// Collects one field's values for the block that is being filled. Rows come in ascending order; rows without a value are
/// padded when the next one comes. The owner's lock guards it; <see cref="Snapshot"/> copies, so that readers need none.
/// </summary>
internal abstract class ColumnBuilder
{
    private readonly Bits _present = new(BlockLimits.Rows);
    private int[]? _starts;
    private int _startedRows;
    private int _lastRow = -1;
    private int _presentCount;

    /// <summary>How many value numbers are in use, padding included.</summary>
    protected int ValueCount { get; private set; }

    /// <summary>How many values the last row has.</summary>
    public int ValuesInRow { get; private set; }

    /// <summary>Bytes that the values take, roughly.</summary>
    public abstract int Size { get; }

    /// <summary>The column as it is now, for the first <paramref name="rows"/> rows.</summary>
    public abstract Column Snapshot(int rows);

    /// <summary>Empties the column for another block, which is likely to need as much room.</summary>
    public void Reset()
    {
        Array.Clear(_present.Words);
        (_starts, _startedRows, _lastRow, _presentCount, ValueCount, ValuesInRow) = (null, 0, -1, 0, 0, 0);
    }

    /// <summary>As <see cref="Snapshot"/>, for as long as the builder stays as it is: what is large is lent, not copied.</summary>
    public virtual Column Borrow(int rows) => Snapshot(rows);

    protected abstract void Pad(int count);

    /// <summary>Makes room for one value of a row; the caller appends it right after.</summary>
    protected void BeginValue(int row)
    {
        ValuesInRow = row == _lastRow ? ValuesInRow + 1 : 1;
        if (row == _lastRow)
        {
            BecomeMultiValued();
        }
        else if (_starts is not null)
        {
            StartRowsUpTo(row);
        }
        else if (row > ValueCount)
        {
            Pad(row - ValueCount);
            ValueCount = row;
        }

        if (row != _lastRow)
        {
            _present.Set(row);
            _presentCount++;
            _lastRow = row;
        }

        ValueCount++;
    }

    /// <summary>From "value number = row" to a start for each row: padding stays behind as values that no row owns… so it is squeezed out.</summary>
    private void BecomeMultiValued()
    {
        if (_starts is not null)
        {
            return;
        }

        _starts = new int[BlockLimits.Rows + 1];
        var kept = 0;
        for (var row = 0; row <= _lastRow; row++)
        {
            _starts[row] = kept;
            if (_present[row])
            {
                Move(row, kept++);
            }
        }

        _startedRows = _lastRow + 1;
        ValueCount = kept;
        Truncate(kept);
    }

    protected abstract void Move(int from, int to);

    protected abstract void Truncate(int count);

    private void StartRowsUpTo(int row)
    {
        for (; _startedRows <= row; _startedRows++)
        {
            _starts![_startedRows] = ValueCount;
        }
    }

    /// <summary>The shape of the column for its first rows: which have a value, and where their values start.</summary>
    protected (Bits? Present, int[]? Starts, int Values) Shape(int rows)
    {
        if (_starts is null)
        {
            // A column without a hole says so, and readers skip the test for each row.
            var full = _presentCount >= rows && _lastRow < _presentCount;
            return (full ? null : _present.Copy(rows), null, Math.Min(rows, ValueCount));
        }

        var starts = new int[rows + 1];
        var known = Math.Min(rows + 1, _startedRows);
        Array.Copy(_starts, starts, known);
        starts.AsSpan(known).Fill(ValueCount);
        return (null, starts, starts[rows]);
    }
}
