namespace DistLog.Tests.Docs;

/// <summary>Rules that a reader of the code relies on, checked where a compiler can't.</summary>
public sealed class HygieneTests
{
    // On .NET 10 these swallow a failed fsync: durable writes go through a checked fdatasync instead.
    private static readonly string[] Swallowing = ["FlushToDisk(", "Flush(true)", "Flush(flushToDisk"];

    [Fact]
    public void Nothing_relies_on_a_flush_that_swallows_its_failure() =>
        Assert.All(Sources(), source => Assert.DoesNotContain(Swallowing, call => Code(source.Text).Contains(call, StringComparison.Ordinal)));

    [Fact]
    public void No_source_file_is_longer_than_a_reader_bears() =>
        Assert.All(Sources(), source => Assert.True(source.Text.Count(c => c == '\n') <= 500, source.Name));

    private static string Code(string text) =>
        string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static IEnumerable<(string Name, string Text)> Sources() =>
        Repository.Files("*.cs")
            .Where(file => Path.GetFileName(file) != "HygieneTests.cs")
            .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file)));
}
