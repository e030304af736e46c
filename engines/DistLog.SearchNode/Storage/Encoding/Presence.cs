using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// Which rows of a column have a value, and how many. Layout: way u8; then nothing (all have one), a bit for each row, the numbers of the
/// few rows that have one, or how many values each row has. Values of rows without one take no place in what follows.
/// </summary>
internal readonly struct Presence(int rows, Bits? present, int[]? starts)
{
    private const byte Full = 0;
    private const byte Sparse = 1;
    private const byte Rare = 2;
    private const byte Multiple = 3;

    /// <summary>From here on a bit for each row takes less than numbers of rows, of some 8 bits each.</summary>
    private const int RareShare = 8;

    public int Rows => rows;

    public Bits? Present => present;

    public int[]? Starts => starts;

    /// <summary>How many values there are.</summary>
    public int Values => starts is not null ? starts[rows] : present?.Count() ?? rows;

    /// <summary>How many value numbers the column has, with those of rows without a value.</summary>
    public int Slots => starts is not null ? starts[rows] : rows;

    public static void Write(ByteBuffer target, Column column)
    {
        if (column.Starts is not null)
        {
            target.Byte(Multiple);
            Lengths.Write(target, column.Starts);
        }
        else if (column.Present is null)
        {
            target.Byte(Full);
        }
        else if (column.Present.Count() is var count && count * RareShare < column.Rows)
        {
            WriteRare(target, column.Present, count);
        }
        else
        {
            target.Byte(Sparse);
            target.Bytes(MemoryMarshal.AsBytes<ulong>(column.Present.Words)[..((column.Rows + 7) / 8)]);
        }
    }

    /// <param name="source">The column's bytes.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="mostValues">Values that a column of this block can have at most.</param>
    public static Presence Read(ref ByteReader source, int rows, int mostValues)
    {
        switch (source.Byte())
        {
            case Full:
                return new Presence(rows, null, null);
            case Sparse:
                var bits = new Bits(rows);
                source.Take((rows + 7) / 8).CopyTo(MemoryMarshal.AsBytes(bits.Words.AsSpan()));
                return (rows & 63) == 0 || bits.Words[^1] >> (rows & 63) == 0
                    ? new Presence(rows, bits, null)
                    : throw new DamagedDataException("a column has more rows than its block");
            case Rare:
                return new Presence(rows, ReadRare(ref source, rows), null);
            case Multiple:
                var starts = Lengths.Read(ref source, rows);
                return starts[rows] <= mostValues
                    ? new Presence(rows, null, starts)
                    : throw new DamagedDataException($"a column has {starts[rows]} values, and its block can have {mostValues}");
            default:
                throw new DamagedDataException("a column doesn't say which rows it has");
        }
    }

    /// <summary>Values without holes, put where their rows want them.</summary>
    public T[] Spread<T>(T[] dense)
    {
        if (present is null)
        {
            return dense;
        }

        var spread = new T[rows];
        var owners = new int[dense.Length];
        present.CopyRows(owners);
        for (var i = 0; i < dense.Length; i++)
        {
            spread[owners[i]] = dense[i];
        }

        return spread;
    }

    /// <summary>The offsets of strings without holes, and with an empty string in each hole.</summary>
    public int[] SpreadOffsets(int[] dense)
    {
        if (present is null)
        {
            return dense;
        }

        var offsets = new int[rows + 1];
        for (int row = 0, next = 0; row < rows; row++)
        {
            next += present[row] ? 1 : 0;
            offsets[row + 1] = dense[next];
        }

        return offsets;
    }

    /// <summary>The values of a column that rows have, without the holes.</summary>
    public static ReadOnlySpan<T> Squeeze<T>(Column column, T[] slots)
    {
        if (column.Starts is not null || column.Present is null)
        {
            return slots.AsSpan(0, column.ValueCount);
        }

        var owners = new int[column.Present.Count()];
        column.Present.CopyRows(owners);
        return Array.ConvertAll(owners, row => slots[row]);
    }

    private static void WriteRare(ByteBuffer target, Bits present, int count)
    {
        var owners = new int[count];
        present.CopyRows(owners);
        target.Byte(Rare);
        target.Varint((ulong)count);
        PackedLongs.Write(target, Array.ConvertAll(owners, row => (long)row));
    }

    private static Bits ReadRare(ref ByteReader source, int rows)
    {
        var bits = new Bits(rows);
        var last = -1L;
        foreach (var row in PackedLongs.Read(ref source, source.Count(rows)))
        {
            bits.Set(row > last && row < rows ? (int)row : throw new DamagedDataException("a column has a row that its block doesn't have"));
            last = row;
        }

        return bits;
    }
}
