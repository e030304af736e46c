using System.Runtime.InteropServices;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>
/// A segment's deleted rows on disk. A change makes a new file; the manifest names the one that counts. Layout: magic and version
/// 8 bytes, count i32, addresses i32 (block &lt;&lt; 13 | row), checksum u32.
/// </summary>
internal static class DeadRows
{
    private static ReadOnlySpan<byte> Magic => "DLDEL\0\u0001\0"u8;

    public static string FileOf(string directory, string segment, int generation) => Path.Combine(directory, $"{segment}.{generation}.del");

    public static void Save(string path, IReadOnlyList<Bits?> dead)
    {
        var addresses = new List<int>();
        for (var block = 0; block < dead.Count; block++)
        {
            for (var row = 0; dead[block] is { } rows && row < rows.Length; row++)
            {
                if (rows[row])
                {
                    addresses.Add((block << BlockLimits.RowBits) | row);
                }
            }
        }

        var bytes = new ByteBuffer(16 + (addresses.Count * 4));
        bytes.Bytes(Magic);
        bytes.Int(addresses.Count);
        bytes.Bytes(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(addresses)));
        bytes.Int((int)Hash.Checksum(bytes.Span));
        Durable.Replace(path, bytes.Span);
    }

    /// <summary>The addresses of the deleted rows.</summary>
    /// <exception cref="DamagedDataException">The file isn't what was written.</exception>
    public static int[] Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new DamagedDataException("the file is missing");
        }

        var bytes = File.ReadAllBytes(path);
        var reader = new ByteReader(bytes);
        if (!reader.Take(8).SequenceEqual(Magic))
        {
            throw new DamagedDataException("it isn't a list of deletions of format 1");
        }

        var rows = MemoryMarshal.Cast<byte, int>(reader.Take(checked(reader.Int() * 4))).ToArray();
        return (uint)reader.Int() == Hash.Checksum(bytes.AsSpan(0, bytes.Length - 4)) ? rows : throw new DamagedDataException("the checksum is wrong");
    }
}
