using System.Text;
using DistLog.SearchNode.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.SearchNode;

public sealed class WalRecoveryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("distlog-wal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Cut_at_every_byte_gives_the_longest_whole_prefix()
    {
        var ends = await WriteAsync(5);
        var whole = File.ReadAllBytes(Only());
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Only(), whole[..length]);
            Assert.Equal(ends.Count(end => end <= length), Replay().Count);
            // What is left must be good for the next start too.
            Assert.Equal(ends.Count(end => end <= length), Replay().Count);
        }
    }

    [Fact]
    public async Task A_flipped_bit_loses_one_record_and_keeps_those_after_it()
    {
        var ends = await WriteAsync(5);
        var whole = File.ReadAllBytes(Only());
        for (var at = ends[1]; at < ends[2]; at++)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(Only(), damaged);
            Assert.Equal(["0", "1", "3", "4"], Replay());
        }
    }

    [Fact]
    public async Task Junk_after_the_end_is_cut_off()
    {
        await WriteAsync(3);
        File.AppendAllText(Only(), new string('x', 1000));
        Assert.Equal(3, Replay().Count);
    }

    [Fact]
    public void Writes_that_nobody_has_waited_for_are_on_the_disk_when_the_log_is_closed()
    {
        using (var wal = new WriteAheadLog(_directory, 1, NullLogger.Instance))
        {
            Append(wal, 0);
        }

        Assert.Equal(["0"], Replay());
    }

    private string Only() => Directory.GetFiles(_directory, "*.wal").Single();

    /// <summary>Writes records and returns the offsets at which they end.</summary>
    private async Task<List<int>> WriteAsync(int count)
    {
        using var wal = new WriteAheadLog(_directory, 1, NullLogger.Instance);
        var (ends, end) = (new List<int>(), WriteAheadLog.HeaderSize);
        for (var i = 0; i < count; i++)
        {
            end += Append(wal, i);
            ends.Add(end);
        }

        await wal.Committed();
        return ends;
    }

    private static int Append(WriteAheadLog wal, int number)
    {
        var record = new WalRecord
        {
            IsDelete = false,
            Index = 1,
            SeqNo = number,
            Version = 1,
            Id = Encoding.UTF8.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Source = "{\"a\":1}"u8,
        };
        wal.Append(record);
        return record.Size;
    }

    private List<string> Replay()
    {
        var ids = new List<string>();
        WalRecovery.Run(_directory, (in WalRecord record, int _) => ids.Add(Encoding.UTF8.GetString(record.Id)), NullLogger.Instance);
        return ids;
    }
}
