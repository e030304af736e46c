namespace DistLog.Benchmarks.Search;

/// <summary>The options of the benchmark <c>search</c>.</summary>
/// <param name="Events">Written before the queries are asked; a fifth of that again while they are asked.</param>
/// <param name="Source">A file of events, one JSON object a line, instead of made ones; it is read again from the start when it ends.</param>
/// <param name="Lines">A folder of log files (*.log) for the messages instead of the bundled lines.</param>
/// <param name="Connections">Writers at a time.</param>
/// <param name="BatchEvents">Events of a bulk request.</param>
/// <param name="Repeats">How often each query is asked.</param>
/// <param name="Directory">Where the events and the node's data go; removed at the end.</param>
/// <param name="HasMerge">Measure the disk again after a merge of everything.</param>
internal sealed record SearchOptions(int Events, string? Source, string? Lines, int Connections, int BatchEvents, int Repeats, string Directory, bool HasMerge)
{
    public static SearchOptions Parse(string[] args) => new(
        Arguments.Number(args, "--events", 1_000_000),
        Arguments.Text(args, "--source"),
        Arguments.Text(args, "--lines"),
        Arguments.Number(args, "--connections", 2),
        Arguments.Number(args, "--batch", 5_000),
        Arguments.Number(args, "--repeats", 50),
        System.IO.Directory.CreateDirectory(Arguments.Text(args, "--directory") ?? Path.Combine(Path.GetTempPath(), $"distlog-benchmark-{Environment.ProcessId}")).FullName,
        args.Contains("--merge"));
}
