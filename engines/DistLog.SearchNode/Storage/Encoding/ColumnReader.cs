using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Reads columns that <see cref="ColumnWriter"/> wrote.</summary>
/// <param name="rows">Rows of the block.</param>
/// <param name="mostValues">Values that a column of this block can have at most; it bounds what damage can ask for.</param>
/// <param name="templates">The dictionary of the field's templates, asked for where the column has any.</param>
/// <param name="others">Another column of the block by its number.</param>
internal sealed class ColumnReader(int rows, int mostValues, Func<TemplateDictionary> templates, Func<int, Column> others)
{
    /// <exception cref="DamagedDataException">The bytes are no column of so many rows.</exception>
    public Column Read(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteReader(bytes);
        var form = (ColumnForm)source.Byte();
        var presence = Presence.Read(ref source, rows, mostValues);
        return form switch
        {
            ColumnForm.Longs => ReadLongs(ref source, presence),
            ColumnForm.Doubles => ReadDoubles(ref source, presence),
            ColumnForm.Dictionary => ReadDictionary(ref source, presence),
            ColumnForm.Strings => ReadStrings(ref source, presence),
            ColumnForm.Hex => ReadHex(ref source, presence),
            ColumnForm.Times => ReadTimes(ref source, presence),
            ColumnForm.Templates => TemplateEncoding.Read(ref source, presence, templates()),
            ColumnForm.SameAs => SameColumn.Of(others((int)Math.Min(source.Varint(), int.MaxValue)), presence),
            _ => throw new DamagedDataException($"a column has the unknown form {form}"),
        };
    }

    private static LongColumn ReadLongs(ref ByteReader source, in Presence presence) => new()
    {
        Rows = presence.Rows,
        Present = presence.Present,
        Starts = presence.Starts,
        Numbers = presence.Spread(PackedLongs.Read(ref source, presence.Values)),
    };

    private static DoubleColumn ReadDoubles(ref ByteReader source, in Presence presence) => new()
    {
        Rows = presence.Rows,
        Present = presence.Present,
        Starts = presence.Starts,
        Numbers = presence.Spread(PackedDoubles.Read(ref source, presence.Values)),
    };

    private static DictionaryColumn ReadDictionary(ref ByteReader source, in Presence presence)
    {
        var terms = source.Count(ushort.MaxValue + 1);
        var offsets = Lengths.Read(ref source, terms);
        var data = PackedBytes.Read(ref source);
        var width = ColumnWriter.WidthOfNumbers(terms);
        var padded = BitPacking.TakePadded(ref source, (long)presence.Values * width);
        var ordinals = new ushort[presence.Values];
        for (var i = 0; i < ordinals.Length; i++)
        {
            var ordinal = BitPacking.Peek(padded, (long)i * width, width);
            ordinals[i] = ordinal < (ulong)terms ? (ushort)ordinal : throw new DamagedDataException("a column names a term that it doesn't have");
        }

        return new DictionaryColumn
        {
            Rows = presence.Rows,
            Present = presence.Present,
            Starts = presence.Starts,
            Ordinals = presence.Spread(ordinals),
            TermData = offsets[^1] == data.Length ? data : throw new DamagedDataException("a column's terms have other lengths than it says"),
            TermOffsets = offsets,
        };
    }

    private static RawStringColumn ReadStrings(ref ByteReader source, in Presence presence)
    {
        var offsets = Lengths.Read(ref source, presence.Values);
        var data = PackedBytes.Read(ref source);
        return new RawStringColumn
        {
            Rows = presence.Rows,
            Present = presence.Present,
            Starts = presence.Starts,
            Offsets = presence.SpreadOffsets(offsets),
            Data = offsets[^1] == data.Length ? data : throw new DamagedDataException("a column's strings have other lengths than it says"),
        };
    }

    private static TimeColumn ReadTimes(ref ByteReader source, in Presence presence) => new()
    {
        Rows = presence.Rows,
        Present = presence.Present,
        Starts = presence.Starts,
        Style = TimeStyle.Unpack(source.Count(int.MaxValue)),
        Units = presence.Spread(PackedLongs.Read(ref source, presence.Values)),
    };

    private static HexColumn ReadHex(ref ByteReader source, in Presence presence)
    {
        var format = new HexFormat(source.Count(HexFormat.Longest));
        return new HexColumn
        {
            Rows = presence.Rows,
            Present = presence.Present,
            Starts = presence.Starts,
            Format = format.IsValid ? format : throw new DamagedDataException("ids have an impossible length"),
            Binary = source.Take(checked(presence.Values * format.Width)).ToArray(),
        };
    }
}
