using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>Rebuilds documents from a block's columns. Made for each use: it holds on to the columns that it has read.</summary>
internal sealed class ShapedSources(ShapeTable table, Func<int, Column> columnOf) : SourceReader
{
    private Column?[] _columns = new Column?[16];

    public override int Rows => table.Rows;

    public override ReadOnlyMemory<byte> this[int row]
    {
        get
        {
            var target = new ByteBuffer(512);
            Write(target, row);
            return target.Memory;
        }
    }

    /// <summary>Writes a document behind what there is.</summary>
    /// <exception cref="DamagedDataException">A column hasn't what the document wants of it.</exception>
    public void Write(ByteBuffer target, int row)
    {
        var shape = table.ShapeOf(row, out var rest, out var fraction);
        foreach (var hole in shape.Holes)
        {
            target.Bytes(hole.Before);
            if (hole.Column < 0)
            {
                target.Bytes(table.Rest(rest++));
                continue;
            }

            var column = ColumnOf(hole.Column);
            column.Values(row, out var first, out var end);
            if (hole.Index >= end - first)
            {
                throw new DamagedDataException("a document has a value that its column doesn't have");
            }

            ValueWriter.Write(target, column, first + hole.Index, hole.Form, hole.Form.HasFraction ? table.Fraction(fraction++, hole.Form.FractionDigits) : 0);
        }

        target.Bytes(shape.Tail);
    }

    private Column ColumnOf(int number)
    {
        if (number < _columns.Length && _columns[number] is { } known)
        {
            return known;
        }

        // First the column, which is refused where the block doesn't have so many.
        var column = columnOf(number);
        if (number >= _columns.Length)
        {
            Array.Resize(ref _columns, (number + 1) * 2);
        }

        return _columns[number] = column;
    }
}
