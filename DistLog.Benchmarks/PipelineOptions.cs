using System.Globalization;

namespace DistLog.Benchmarks;

/// <summary>The options of the benchmark <c>pipeline</c>.</summary>
internal sealed record PipelineOptions(int Events, int Senders, string ForwardHost, int ForwardPort, Uri Elasticsearch)
{
    public static PipelineOptions Parse(string[] args)
    {
        var forward = Option(args, "--forward", "127.0.0.1:24224").Split(':');
        return new(
            Number(args, "--events", "200000"),
            Number(args, "--senders", "2"),
            forward[0],
            int.Parse(forward[1], CultureInfo.InvariantCulture),
            new Uri(Option(args, "--elasticsearch", "http://127.0.0.1:9200")));
    }

    private static int Number(string[] args, string name, string fallback) =>
        int.Parse(Option(args, name, fallback), CultureInfo.InvariantCulture);

    private static string Option(string[] args, string name, string fallback)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : fallback;
    }
}
