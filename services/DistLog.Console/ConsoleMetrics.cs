using System.Diagnostics.Metrics;

namespace DistLog.Console;

/// <summary>The meter <c>distlog.console</c>.</summary>
internal sealed class ConsoleMetrics
{
    private readonly UpDownCounter<int> _pages;
    private readonly Counter<long> _sampledAway;
    private readonly Histogram<double> _searches;

    public ConsoleMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("distlog.console");
        _pages = meter.CreateUpDownCounter<int>("distlog.console.pages", "{page}", "Live pages that are open.");
        _sampledAway = meter.CreateCounter<long>("distlog.console.logs.sampled_away", "{event}", "Logs not shown live because too many came at once.");
        _searches = meter.CreateHistogram<double>("distlog.console.search.duration", "s", "Time the store took for a page's query.");
    }

    public void PageOpened() => _pages.Add(1);

    public void PageClosed() => _pages.Add(-1);

    public void SampledAway(long logs) => _sampledAway.Add(logs);

    public void Searched(TimeSpan duration) => _searches.Record(duration.TotalSeconds);
}
