namespace DistLog.Benchmarks.Search;

/// <summary>Milliseconds: of the first time, and the median and the 99th percentile of those after it.</summary>
internal readonly record struct Latency(double First, double Median, double P99, long Found)
{
    public static Latency Of(double first, List<double> times, long found)
    {
        times.Sort();
        return new(first, times[times.Count / 2], times[Math.Min(times.Count - 1, times.Count * 99 / 100)], found);
    }
}
