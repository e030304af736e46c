namespace DistLog.SearchNode.Columns;

/// <summary>
/// The values of one field in one block. Mostly a row has one value or none: value number = row, and <see cref="Present"/>
/// tells which rows have one (null: all). Where some row has more, <see cref="Starts"/> gives each row's first value number,
/// and one more entry the end.
/// </summary>
internal abstract class Column
{
    public required int Rows { get; init; }

    public Bits? Present { get; init; }

    public int[]? Starts { get; init; }

    /// <summary>How many value numbers there are, holes of missing rows included.</summary>
    public int ValueCount => Starts is null ? Rows : Starts[Rows];

    /// <summary>Bytes of memory that the column holds, for the cache's accounting.</summary>
    public abstract int Size { get; }

    protected int PresenceSize => 64 + ((Present?.Words.Length ?? 0) * 8) + ((Starts?.Length ?? 0) * 4);

    public bool IsMultiValued => Starts is not null;

    public bool Has(int row) => Starts is not null ? Starts[row + 1] > Starts[row] : Present is null || Present[row];

    /// <summary>False for the number of a row that has no value.</summary>
    public bool HasValue(int value) => Starts is not null || Present is null || Present[value];

    /// <summary>How many values there are, rows without one left out.</summary>
    public int PresentCount() => Starts is null && Present is not null ? Present.Count() : ValueCount;

    /// <summary>The row's value numbers, from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public void Values(int row, out int first, out int end)
    {
        if (Starts is not null)
        {
            first = Starts[row];
            end = Starts[row + 1];
            return;
        }

        first = row;
        end = Present is null || Present[row] ? row + 1 : row;
    }

    /// <summary>The rows that have a value.</summary>
    public Bits PresentRows()
    {
        if (Starts is null)
        {
            return Present?.Copy() ?? Bits.All(Rows);
        }

        var bits = new Bits(Rows);
        for (var row = 0; row < Rows; row++)
        {
            if (Starts[row + 1] > Starts[row])
            {
                bits.Set(row);
            }
        }

        return bits;
    }
}
