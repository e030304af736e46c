using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>Which rows have a value, and how many. Layout: mode u8; then nothing (all have one), the bits, or the rows' starts.</summary>
internal static class PresenceEncoding
{
    private const byte Full = 0;
    private const byte Sparse = 1;
    private const byte Multiple = 2;

    public static (Bits? Present, int[]? Starts) Read(ref ByteReader source, int rows)
    {
        switch (source.Byte())
        {
            case Full:
                return (null, null);
            case Sparse:
                var bits = new Bits(rows);
                source.Take(bits.Words.Length * sizeof(ulong)).CopyTo(MemoryMarshal.AsBytes(bits.Words.AsSpan()));
                return (bits, null);
            case Multiple:
                return (null, LengthEncoding.Read(ref source, rows));
            default:
                throw new DamagedDataException("a column doesn't say which rows it has");
        }
    }
}
