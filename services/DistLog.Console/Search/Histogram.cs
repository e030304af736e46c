using DistLog.Contracts;

namespace DistLog.Console.Search;

/// <summary>One bar: how many logs of each level (in the order of <see cref="Severity"/>) from <paramref name="Start"/> on.</summary>
public sealed record HistogramBar(DateTimeOffset Start, long[] Levels)
{
    public long Total => Levels.Sum();
}

/// <summary>How many logs came when, by level. Every interval of the range has a bar, also where there is nothing.</summary>
public sealed record Histogram(DateTimeOffset From, DateTimeOffset To, TimeSpan Interval, IReadOnlyList<HistogramBar> Bars)
{
    // Enough to see a shape, few enough to tell bars apart on a phone; a little over 60, for ranges that end after now.
    private const int MaxBars = 64;

    private static readonly int[] NiceSeconds =
    [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000,
    ];

    /// <summary>The smallest readable interval that cuts a range into no more bars than fit.</summary>
    public static TimeSpan IntervalFor(DateTimeOffset from, DateTimeOffset to)
    {
        var seconds = (to - from).TotalSeconds;
        var nice = NiceSeconds.FirstOrDefault(candidate => seconds / candidate <= MaxBars);
        return TimeSpan.FromSeconds(nice == 0 ? Math.Ceiling(seconds / MaxBars) : nice);
    }

    /// <summary>Fills the gaps between the bars that have something.</summary>
    public static Histogram Create(DateTimeOffset from, DateTimeOffset to, TimeSpan interval, IReadOnlyDictionary<DateTimeOffset, long[]> found)
    {
        var bars = new List<HistogramBar>();
        var first = from.UtcTicks - (from.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) % interval.Ticks;
        for (var at = new DateTimeOffset(first, TimeSpan.Zero); at < to; at += interval)
        {
            bars.Add(new HistogramBar(at, found.GetValueOrDefault(at) ?? new long[Enum.GetValues<Severity>().Length]));
        }

        return new Histogram(from, to, interval, bars);
    }
}
