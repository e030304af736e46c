using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Segments;

namespace DistLog.Tests.SearchNode;

public sealed class IdFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("distlog-ids-").FullName;

    private string FilePath => Path.Combine(_directory, "s.ids");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(40_000)]
    public void Every_row_is_found_by_its_hash(int count)
    {
        var (hashes, rows) = Random(count);
        IdFile.Write(FilePath, hashes, rows);
        var file = IdFile.Open(FilePath);
        Assert.Equal(count, file.Count);
        Assert.All(Enumerable.Range(0, count), i => Assert.Contains(rows[i], Find(file, hashes[i])));
    }

    [Fact]
    public void An_id_takes_about_four_bytes_and_hardly_ever_seems_to_be_where_it_is_not()
    {
        var (hashes, rows) = Random(100_000);
        IdFile.Write(FilePath, hashes, rows);
        Assert.InRange(new FileInfo(FilePath).Length / 100_000.0, 3, 4.5);
        var file = IdFile.Open(FilePath);
        var random = new Random(99);
        Assert.InRange(Enumerable.Range(0, 100_000).Count(_ => Find(file, (ulong)random.NextInt64()).Count > 0), 0, 1000);
    }

    [Fact]
    public void An_id_that_was_written_again_has_all_of_its_rows()
    {
        IdFile.Write(FilePath, [7, 7, 7], [3, 1, 8192]);
        Assert.Equal([1, 3, 8192], Find(IdFile.Open(FilePath), 7).Order());
    }

    [Fact]
    public void Damage_at_any_byte_and_any_cut_is_noticed()
    {
        var (hashes, rows) = Random(50);
        IdFile.Write(FilePath, hashes, rows);
        var whole = File.ReadAllBytes(FilePath);
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x40;
            File.WriteAllBytes(FilePath, damaged);
            Assert.Throws<DamagedDataException>(() => IdFile.Open(FilePath));
            File.WriteAllBytes(FilePath, whole[..at]);
            Assert.Throws<DamagedDataException>(() => IdFile.Open(FilePath));
        }
    }

    [Fact]
    public void A_file_whose_sizes_lie_is_refused_whatever_its_checksum_says()
    {
        var (hashes, rows) = Random(50);
        IdFile.Write(FilePath, hashes, rows);
        var whole = File.ReadAllBytes(FilePath);
        for (var at = 8; at < 18; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x81;
            BinaryPrimitives.WriteUInt32LittleEndian(damaged.AsSpan(^4), Hash.Checksum(damaged.AsSpan(..^4)));
            File.WriteAllBytes(FilePath, damaged);
            Assert.Throws<DamagedDataException>(() => IdFile.Open(FilePath));
        }
    }

    [Fact]
    public void A_file_of_the_first_version_is_still_read()
    {
        var (hashes, rows) = Random(1000);
        Array.Sort(hashes, rows);
        File.WriteAllBytes(FilePath, Version1(hashes, rows));
        var file = IdFile.Open(FilePath);
        Assert.Equal(1000, file.Count);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal([rows[i]], Find(file, hashes[i])));
        Assert.Empty(Find(file, 12345));
    }

    private static List<int> Find(IdFile file, ulong hash)
    {
        var rows = new List<int>();
        for (var cursor = -1; file.Next(hash, ref cursor, out var row);)
        {
            rows.Add(row);
        }

        return rows;
    }

    private static (ulong[] Hashes, int[] Rows) Random(int count)
    {
        var random = new Random(count);
        return ([.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(long.MinValue, long.MaxValue))], [.. Enumerable.Range(0, count)]);
    }

    /// <summary>As the first version wrote it, with a filter that has every bit set.</summary>
    private static byte[] Version1(ulong[] hashes, int[] rows)
    {
        var bytes = new ByteBuffer();
        bytes.Bytes("DLIDS\0\u0001\0"u8);
        bytes.Int(hashes.Length);
        bytes.Int(2);
        bytes.Long(-1);
        bytes.Long(-1);
        bytes.Bytes(MemoryMarshal.AsBytes<ulong>(hashes));
        bytes.Bytes(MemoryMarshal.AsBytes<int>(rows));
        bytes.Int((int)Hash.Checksum(bytes.Span));
        return bytes.ToArray();
    }
}
