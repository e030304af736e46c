using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>A block's shapes ready for use: which row has which, and where its values that no column holds are.</summary>
internal sealed class ShapeTable
{
    private readonly Shape[] _shapes;
    private readonly ushort[] _numbers;
    private readonly int[] _rests;
    private readonly int[] _fractions;
    private readonly int[] _restOffsets;
    private readonly byte[] _restBytes;
    private readonly long[] _fractionValues;

    /// <exception cref="DamagedDataException">The parts don't fit each other.</exception>
    public ShapeTable(SourceShapes source)
    {
        _shapes = source.Parse();
        _numbers = new ushort[source.Numbers.Length];
        (_rests, _fractions) = (new int[Rows + 1], new int[Rows + 1]);
        for (var row = 0; row < Rows; row++)
        {
            var number = source.Numbers[row];
            var shape = (ulong)number < (ulong)_shapes.Length ? _shapes[number] : throw new DamagedDataException("a document has no known shape");
            _numbers[row] = (ushort)number;
            _rests[row + 1] = _rests[row] + shape.Rests;
            _fractions[row + 1] = _fractions[row] + shape.Fractions;
        }

        _restOffsets = OffsetsOf(source.RestLengths);
        (_restBytes, _fractionValues) = (source.Rests, source.Fractions);
        if (_rests[Rows] != source.RestLengths.Length || _fractions[Rows] != source.Fractions.Length || _restOffsets[^1] != _restBytes.Length)
        {
            throw new DamagedDataException("documents have other values beside the columns than their shapes say");
        }
    }

    public int Rows => _numbers.Length;

    public int Size => _shapes.Sum(shape => shape.Size) + (Rows * 10) + (_restOffsets.Length * 4) + _restBytes.Length + (_fractionValues.Length * 8);

    /// <summary>A row's shape, and the numbers of its first rest and its first fraction.</summary>
    public Shape ShapeOf(int row, out int rest, out int fraction)
    {
        (rest, fraction) = (_rests[row], _fractions[row]);
        return _shapes[_numbers[row]];
    }

    public ReadOnlySpan<byte> Rest(int number) => _restBytes.AsSpan(_restOffsets[number].._restOffsets[number + 1]);

    /// <summary>A time's last digits; it may be kept as a whole, and they are its end in any case.</summary>
    public long Fraction(int number, int digits)
    {
        var limit = TimeText.UnitOf(9 - digits);
        return ((_fractionValues[number] % limit) + limit) % limit;
    }

    private static int[] OffsetsOf(long[] lengths)
    {
        var offsets = new int[lengths.Length + 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            offsets[i + 1] = lengths[i] >= 0 && lengths[i] <= int.MaxValue - offsets[i]
                ? (int)(offsets[i] + lengths[i])
                : throw new DamagedDataException("a length is impossible");
        }

        return offsets;
    }
}
