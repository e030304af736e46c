using System.ComponentModel.DataAnnotations;

namespace DistLog.Console;

/// <summary>Settings of the console, under the configuration key <c>Console</c>.</summary>
internal sealed class ConsoleOptions
{
    public const string Section = "Console";

    /// <summary>How many pages may be open and live at once (about 100 kB each at worst); further ones are told to come back.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 500;

    /// <summary>Messages that wait for one browser; when a browser is slower, its oldest are dropped and it is told how many.</summary>
    [Range(10, 100_000)]
    public int ConnectionQueue { get; set; } = 500;

    /// <summary>How often an idle live connection carries a sign of life, so that proxies keep it and both ends notice a cut.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LiveHeartbeat { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Logs shown live per second; beyond what eyes can follow a sample is shown, and the page says so.</summary>
    [Range(1, 10_000)]
    public int LiveLogsPerSecond { get; set; } = 40;

    /// <summary>Logs that the live list holds.</summary>
    [Range(10, 2_000)]
    public int LiveLogs { get; set; } = 200;

    /// <summary>Nodes that the pages show, those in trouble first.</summary>
    [Range(10, 5_000)]
    public int ShownNodes { get; set; } = 500;

    /// <summary>Alerts that fire, and as many that are resolved, that the pages show.</summary>
    [Range(10, 5_000)]
    public int ShownAlerts { get; set; } = 200;

    /// <summary>Nodes and alerts that are kept in memory (about 1 kB each).</summary>
    [Range(100, 1_000_000)]
    public int MaxKept { get; set; } = 20_000;

    /// <summary>The newest records of the topic alerts that are read at start.</summary>
    [Range(0, 1_000_000)]
    public int RestoredAlerts { get; set; } = 20_000;

    /// <summary>How often the store is asked for the overview's counts while a page is open.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan CountsInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>What the overview's counts look back on.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CountsWindow { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Events on one page of search results.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = 50;

    /// <summary>How long a page waits for the store before it says so.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan SearchTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
