namespace DistLog.Benchmarks.Search;

/// <summary>Milliseconds: of the first time; the median and the 99th percentile of those after it; and the node's CPU time for each of them.</summary>
internal readonly record struct Latency(double First, double Median, double P99, double Cpu, long Found)
{
    public static Latency Of(double first, List<double> times, TimeSpan cpu, long found)
    {
        times.Sort();
        return new(first, times[times.Count / 2], times[Math.Min(times.Count - 1, times.Count * 99 / 100)], cpu.TotalMilliseconds / times.Count, found);
    }
}
