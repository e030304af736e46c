using DistLog.Broker.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DistLog.Tests.Broker;

public sealed class JournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("distlog-journal-").FullName, "j");
    private readonly GroupCommit _commits = new(NullLogger<GroupCommit>.Instance);

    [Fact]
    public async Task Cut_at_every_byte_it_replays_the_whole_entries_and_goes_on_behind_them()
    {
        await WriteAsync("one", "two", "three");
        var whole = File.ReadAllBytes(_path);
        for (var cut = 0; cut < whole.Length; cut++)
        {
            File.WriteAllBytes(_path, whole[..cut]);
            var entries = Replay();
            Assert.Equal(new[] { "one", "two", "three" }[..entries.Count], entries);
            await WriteAsync("next");
            Assert.Equal([.. entries, "next"], Replay());
        }
    }

    [Fact]
    public async Task It_is_written_anew_when_most_of_it_is_outdated()
    {
        using (var journal = new Journal(_path, _commits, NullLogger.Instance) { State = () => [Payload("state")] })
        {
            journal.Replay(_ => { });
            for (var i = 0; i < 40; i++)
            {
                await journal.AppendAsync(Payload(new string('x', 100_000)));
            }

            await journal.AppendAsync(Payload("last"));
        }

        Assert.True(new FileInfo(_path).Length < 2_000_000);
        Assert.Equal("state", Replay()[0]);
        Assert.Equal("last", Replay()[^1]);
    }

    public void Dispose()
    {
        _commits.Dispose();
        Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);
    }

    private static byte[] Payload(string text)
    {
        using var writer = new DistLog.Broker.Protocol.ResponseWriter { Flexible = true };
        writer.WriteString(text);
        return writer.Written.ToArray();
    }

    private async Task WriteAsync(params string[] entries)
    {
        using var journal = new Journal(_path, _commits, NullLogger.Instance);
        journal.Replay(_ => { });
        await journal.AppendAsync([.. entries.Select(Payload)]);
    }

    private List<string> Replay()
    {
        using var journal = new Journal(_path, _commits, NullLogger.Instance);
        var entries = new List<string>();
        journal.Replay(reader => entries.Add(reader.ReadString()));
        return entries;
    }
}
