using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>
/// A column as bytes, each in the form that fits its values. Layout: form u8, presence, values without holes.
/// </summary>
internal static class ColumnWriter
{
    public static ColumnForm Write(ByteBuffer target, Column column)
    {
        var form = FormOf(column);
        target.Byte((byte)form);
        Presence.Write(target, column);
        switch (column)
        {
            case LongColumn longs:
                PackedLongs.Write(target, Presence.Squeeze(column, longs.Numbers));
                break;
            case DoubleColumn doubles:
                PackedDoubles.Write(target, Presence.Squeeze(column, doubles.Numbers));
                break;
            case DictionaryColumn dictionary:
                WriteDictionary(target, dictionary);
                break;
            case HexColumn hex:
                target.Varint((ulong)hex.Format.TextLength);
                target.Bytes(hex.Binary);
                break;
            case TimeColumn times:
                target.Varint((ulong)times.Style.Pack());
                PackedLongs.Write(target, Presence.Squeeze(column, times.Units));
                break;
            case TemplateColumn templates:
                TemplateEncoding.Write(target, templates);
                break;
            default:
                WriteStrings(target, ((StringColumn)column).Raw);
                break;
        }

        return form;
    }

    /// <summary>The values of another column of the block, by its number, in the rows that this one has.</summary>
    public static void WriteSame(ByteBuffer target, Column column, int other)
    {
        target.Byte((byte)ColumnForm.SameAs);
        Presence.Write(target, column);
        target.Varint((ulong)other);
    }

    private static ColumnForm FormOf(Column column) => column switch
    {
        LongColumn => ColumnForm.Longs,
        DoubleColumn => ColumnForm.Doubles,
        DictionaryColumn => ColumnForm.Dictionary,
        HexColumn => ColumnForm.Hex,
        TemplateColumn => ColumnForm.Templates,
        TimeColumn => ColumnForm.Times,
        _ => ColumnForm.Strings,
    };

    private static void WriteDictionary(ByteBuffer target, DictionaryColumn column)
    {
        target.Varint((ulong)column.TermCount);
        Lengths.Write(target, column.TermOffsets);
        PackedBytes.Write(target, column.TermData);
        var writer = new BitWriter(target);
        var width = WidthOfNumbers(column.TermCount);
        foreach (var ordinal in Presence.Squeeze(column, column.Ordinals))
        {
            writer.Write(ordinal, width);
        }

        writer.Finish();
    }

    /// <summary>Bits of a number below a count; none where there is only one.</summary>
    public static int WidthOfNumbers(int count) => BitPacking.WidthOf((ulong)Math.Max(0, count - 1));

    private static void WriteStrings(ByteBuffer target, RawStringColumn column)
    {
        // Holes are empty, so that the bytes are those of the values already.
        var lengths = new int[column.ValueCount];
        for (var value = 0; value < lengths.Length; value++)
        {
            lengths[value] = column.Offsets[value + 1] - column.Offsets[value];
        }

        PackedLongs.Write(target, Array.ConvertAll(Presence.Squeeze(column, lengths).ToArray(), length => (long)length));
        PackedBytes.Write(target, column.Data.AsSpan(column.Offsets[0], column.Offsets[column.ValueCount] - column.Offsets[0]));
    }
}
