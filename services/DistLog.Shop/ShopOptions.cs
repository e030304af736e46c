using System.ComponentModel.DataAnnotations;

namespace DistLog.Shop;

/// <summary>What the four services of the shop share: configuration section <c>Shop</c>.</summary>
internal sealed class ShopOptions
{
    public const string SectionName = "Shop";

    /// <summary>Orders that the simulated customer places each second; 0 for none.</summary>
    [Range(0, 1_000)]
    public double OrdersPerSecond { get; set; } = 2;

    /// <summary>The share of requests that are answered slower than <see cref="ThresholdMs"/>: a WARN each.</summary>
    [Range(0, 1)]
    public double SlowRate { get; set; } = 0.03;

    /// <summary>The share of requests that fail: an ERROR each.</summary>
    [Range(0, 1)]
    public double FailureRate { get; set; } = 0.02;

    /// <summary>The share of requests that end the process: a FATAL each. At two orders a second the default is about one in ten minutes.</summary>
    [Range(0, 1)]
    public double CrashRate { get; set; } = 0.0008;

    /// <summary>Milliseconds that a request may take before it is reported as slow.</summary>
    [Range(1, 60_000)]
    public int ThresholdMs { get; set; } = 500;

    /// <summary>Where the randomness begins: the same seed gives the same faults and the same orders in the same sequence.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; set; } = 20;

    /// <summary>Orders, reservations, charges and shipments that each service remembers; the oldest go first.</summary>
    [Range(10, 1_000_000)]
    public int MaxRemembered { get; set; } = 10_000;
}
