using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>
/// What a block keeps of its documents beside the columns. Layout: shapes (count varint, bytes), each row's shape, the number of values that
/// no column holds varint, their lengths, their bytes, the number of times' last digits varint, and these, as they are or as the whole
/// time, whichever is shorter: as a whole they are often equal steps.
/// </summary>
internal sealed class SourceShapes
{
    private const int MostShapes = 1 << 16;

    /// <summary>Each row's shape.</summary>
    public required long[] Numbers { get; init; }

    /// <summary>The shapes, one after another; the first is of documents that are kept as they are.</summary>
    public required byte[] Shapes { get; init; }

    /// <summary>The values that no column holds, row by row.</summary>
    public required byte[] Rests { get; init; }

    public required long[] RestLengths { get; init; }

    /// <summary>The last digits of times that columns don't have, row by row.</summary>
    public required long[] Fractions { get; init; }

    /// <summary>The same, as the whole time in units of its last digit.</summary>
    public long[] Totals { get; init; } = [];

    public void WriteTo(ByteBuffer target)
    {
        PackedBytes.Write(target, Shapes);
        PackedLongs.Write(target, Numbers);
        target.Varint((ulong)RestLengths.Length);
        PackedLongs.Write(target, RestLengths);
        PackedBytes.Write(target, Rests);
        target.Varint((ulong)Fractions.Length);
        var (digits, whole) = (new ByteBuffer(), new ByteBuffer());
        PackedLongs.Write(digits, Fractions);
        PackedLongs.Write(whole, Totals);
        target.Bytes(whole.Length < digits.Length ? whole.Span : digits.Span);
    }

    /// <param name="bytes">What <see cref="WriteTo"/> wrote.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="most">Bytes of all documents: there can't be more values than that.</param>
    /// <exception cref="DamagedDataException">The bytes are nothing that was ever written.</exception>
    public static SourceShapes Read(ReadOnlySpan<byte> bytes, int rows, int most)
    {
        var source = new ByteReader(bytes);
        return new SourceShapes
        {
            Shapes = PackedBytes.Read(ref source),
            Numbers = PackedLongs.Read(ref source, rows),
            RestLengths = PackedLongs.Read(ref source, source.Count(most)),
            Rests = PackedBytes.Read(ref source),
            Fractions = PackedLongs.Read(ref source, source.Count(most)),
        };
    }

    /// <summary>The shapes, decoded.</summary>
    public Shape[] Parse()
    {
        var shapes = new List<Shape>();
        for (var source = new ByteReader(Shapes); !source.IsAtEnd && shapes.Count < MostShapes;)
        {
            shapes.Add(Shape.Read(ref source));
        }

        return [.. shapes];
    }
}
