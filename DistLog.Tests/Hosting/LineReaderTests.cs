using System.Text;
using DistLog.Hosting.Processes;

namespace DistLog.Tests.Hosting;

public sealed class LineReaderTests
{
    [Fact]
    public async Task Lines_end_with_either_convention_and_the_last_needs_no_end() =>
        Assert.Equal(["one", "", "two", "drei ä"], await ReadAsync("one\n\ntwo\r\ndrei ä"));

    [Fact]
    public async Task An_endless_line_is_cut()
    {
        string[] lines = await ReadAsync(new string('x', (2 * LineReader.LongestLine) + 1));

        Assert.Equal([LineReader.LongestLine, LineReader.LongestLine, 1], lines.Select(line => line.Length));
    }

    private static async Task<string[]> ReadAsync(string text)
    {
        List<string> lines = [];
        await LineReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), lines.Add);
        return [.. lines];
    }
}
