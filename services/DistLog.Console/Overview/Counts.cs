using DistLog.Console.Search;
using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Overview;

/// <summary>How a service fared in the window.</summary>
internal sealed record ServiceCounts(string Name, long Total, long Warnings, long Errors, string Url)
{
    public static ServiceCounts Of(string name, long total, long[] levels) => new(
        VisibleText.Of(name, 200),
        total,
        levels[(int)Severity.Warn],
        levels[(int)Severity.Error] + levels[(int)Severity.Fatal],
        $"/search?range=15m&service={Uri.EscapeDataString(name)}");
}

/// <summary>The overview's counts.</summary>
/// <remarks>
/// Levels and the inner arrays of Bars are in the order of <see cref="Severity"/>; Start is that of the first bar in Unix
/// milliseconds, IntervalMs the width of a bar.
/// </remarks>
internal sealed record Counts(long Total, long[] Levels, ServiceCounts[] Services, long Start, long IntervalMs, long[][] Bars)
{
    public static Counts Of(long total, long[] levels, ServiceCounts[] services, Histogram histogram) => new(
        total,
        levels,
        services,
        histogram.Bars[0].Start.ToUnixTimeMilliseconds(),
        (long)histogram.Interval.TotalMilliseconds,
        [.. histogram.Bars.Select(bar => bar.Levels)]);

    public Histogram ToHistogram()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(Start);
        var interval = TimeSpan.FromMilliseconds(IntervalMs);
        return new Histogram(start, start + interval * Bars.Length, interval, [.. Bars.Select((bar, index) => new HistogramBar(start + interval * index, bar))]);
    }
}
