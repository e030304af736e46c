using System.Globalization;

namespace DistLog.Benchmarks;

/// <summary>The options of the benchmark <c>pipeline</c>.</summary>
internal sealed record PipelineOptions(int Events, int Senders, string ForwardHost, int ForwardPort, Uri Elasticsearch)
{
    public static PipelineOptions Parse(string[] args)
    {
        var forward = (Arguments.Text(args, "--forward") ?? "127.0.0.1:24224").Split(':');
        return new(
            Arguments.Number(args, "--events", 200_000),
            Arguments.Number(args, "--senders", 2),
            forward[0],
            int.Parse(forward[1], CultureInfo.InvariantCulture),
            new Uri(Arguments.Text(args, "--elasticsearch") ?? "http://127.0.0.1:9200"));
    }
}
