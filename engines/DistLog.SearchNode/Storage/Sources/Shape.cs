using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>
/// What documents of one kind have in common: all bytes between their values, and for each value where it comes from. Layout, for each
/// value and once more for the end: length of the bytes before it varint, these bytes, column varint (0 for the end, 1 for a value that no
/// column holds, else the column's number + 2) and, of a column, which of the row's values varint, form u8, parameter varint.
/// </summary>
internal sealed class Shape
{
    private const int End = 0;
    private const int Rest = 1;
    private const int FirstColumn = 2;

    /// <summary>Of a decimal; ways of escaping are fewer.</summary>
    private const int MostPlaces = 9;

    /// <summary>A hole takes three bytes at least.</summary>
    private readonly List<Hole> _holes = [];
    private byte[] _tail = [];

    /// <summary>The documents that are kept as they are: one value, and nothing around it.</summary>
    public static ReadOnlySpan<byte> Whole => [0, Rest, 0, End];

    public IReadOnlyList<Hole> Holes => _holes;

    /// <summary>What comes after the last value.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    /// <summary>How many values no column holds.</summary>
    public int Rests { get; private set; }

    /// <summary>How many times have digits that no column has.</summary>
    public int Fractions { get; private set; }

    public int Size => 64 + _tail.Length + _holes.Sum(hole => hole.Before.Length + 48);

    public static void WriteRest(ByteBuffer target, ReadOnlySpan<byte> before)
    {
        WriteBytes(target, before);
        target.Byte(Rest);
    }

    public static void WriteValue(ByteBuffer target, ReadOnlySpan<byte> before, int column, int index, ValueForm form)
    {
        WriteBytes(target, before);
        target.Varint((ulong)column + FirstColumn);
        target.Varint((ulong)index);
        target.Byte((byte)form.Kind);
        target.Varint((ulong)form.Parameter);
    }

    public static void WriteEnd(ByteBuffer target, ReadOnlySpan<byte> before)
    {
        WriteBytes(target, before);
        target.Byte(End);
    }

    /// <exception cref="DamagedDataException">The bytes are no shape.</exception>
    public static Shape Read(ref ByteReader source)
    {
        var shape = new Shape();
        for (; ; )
        {
            var before = source.Take(source.Count(source.Left)).ToArray();
            var column = source.Count(int.MaxValue);
            switch (column)
            {
                case End:
                    shape._tail = before;
                    return shape;
                case Rest:
                    shape._holes.Add(new Hole(before, -1, 0, default));
                    shape.Rests++;
                    break;
                default:
                    var hole = new Hole(before, column - FirstColumn, source.Count(int.MaxValue), ReadForm(ref source));
                    shape._holes.Add(hole);
                    shape.Fractions += hole.Form.HasFraction ? 1 : 0;
                    break;
            }
        }
    }

    private static ValueForm ReadForm(ref ByteReader source)
    {
        var form = new ValueForm((FormKind)source.Byte(), source.Count(int.MaxValue));
        if (form.Kind is FormKind.Rest or > FormKind.Address || (form.Kind is FormKind.Escaped or FormKind.KeyedEscaped or FormKind.Fixed && form.Parameter > MostPlaces))
        {
            throw new DamagedDataException("a document has a value of no known form");
        }

        if (form.Kind is FormKind.Millis or FormKind.Nanos)
        {
            TimeStyle.Unpack(form.Parameter);
        }

        return form;
    }

    private static void WriteBytes(ByteBuffer target, ReadOnlySpan<byte> bytes)
    {
        target.Varint((ulong)bytes.Length);
        target.Bytes(bytes);
    }

    /// <summary>A value of a document.</summary>
    /// <param name="Before">The bytes between the value before and this one.</param>
    /// <param name="Column">The column's number, or -1 where none holds it.</param>
    /// <param name="Index">Which of the row's values.</param>
    /// <param name="Form">Its textual form.</param>
    internal sealed record Hole(byte[] Before, int Column, int Index, ValueForm Form);
}
