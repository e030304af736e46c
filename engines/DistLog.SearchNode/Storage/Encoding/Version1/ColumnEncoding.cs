using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>
/// Columns of segments of format 1. Layout: form u8, presence, values; all of it went through <see cref="BlockCodec"/>.
/// </summary>
internal static class ColumnEncoding
{
    private const byte Longs = 1;
    private const byte Doubles = 2;
    private const byte Dictionary = 3;
    private const byte Strings = 4;
    private const byte Hex = 5;

    /// <exception cref="DamagedDataException">The bytes are no column of so many rows.</exception>
    public static Column Read(ReadOnlySpan<byte> bytes, int rows)
    {
        var source = new ByteReader(bytes);
        var form = source.Byte();
        var (present, starts) = PresenceEncoding.Read(ref source, rows);
        var count = starts is null ? rows : starts[rows];
        switch (form)
        {
            case Longs:
                return new LongColumn { Rows = rows, Present = present, Starts = starts, Numbers = LongEncoding.Read(ref source, count) };
            case Doubles:
                var doubles = MemoryMarshal.Cast<byte, double>(source.Take(count * 8)).ToArray();
                return new DoubleColumn { Rows = rows, Present = present, Starts = starts, Numbers = doubles };
            case Dictionary:
                return ReadDictionary(ref source, rows, present, starts, count);
            case Strings:
                var offsets = LengthEncoding.Read(ref source, count);
                return new RawStringColumn { Rows = rows, Present = present, Starts = starts, Offsets = offsets, Data = source.Take(offsets[^1]).ToArray() };
            case Hex:
                return HexEncoding.Read(ref source, rows, present, starts);
            default:
                throw new DamagedDataException($"a column has the unknown form {form}");
        }
    }

    private static DictionaryColumn ReadDictionary(ref ByteReader source, int rows, Bits? present, int[]? starts, int count)
    {
        var terms = source.Count(ushort.MaxValue + 1);
        var offsets = LengthEncoding.Read(ref source, terms);
        var data = source.Take(offsets[^1]).ToArray();
        var ordinals = new ushort[count];
        if (terms is > 1 and <= 256)
        {
            var bytes = source.Take(count);
            for (var i = 0; i < count; i++)
            {
                ordinals[i] = bytes[i];
            }
        }
        else if (terms > 256)
        {
            source.Take(count * 2).CopyTo(MemoryMarshal.AsBytes(ordinals.AsSpan()));
        }

        if (ordinals.AsSpan().ContainsAnyInRange((ushort)Math.Min(terms, ushort.MaxValue), ushort.MaxValue) && terms <= ushort.MaxValue && count > 0)
        {
            throw new DamagedDataException("a column names a term that it doesn't have");
        }

        return new DictionaryColumn { Rows = rows, Present = present, Starts = starts, Ordinals = ordinals, TermData = data, TermOffsets = offsets };
    }
}
