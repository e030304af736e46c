using Microsoft.Extensions.Options;

namespace DistLog.Shop.Faults;

/// <summary>Decides, from a seed, what goes wrong with each request. The services differ because their names go into the seed.</summary>
internal sealed class FaultSource
{
    private readonly Lock _lock = new();
    private readonly ShopOptions _options;
    private readonly Random _random;

    public FaultSource(IOptions<ShopOptions> options, ShopService service)
    {
        _options = options.Value;
        _random = new Random(_options.Seed ^ service.Salt);
    }

    public Fault Next()
    {
        var draw = Draw();
        return draw < _options.CrashRate ? Fault.Crash
            : draw < _options.CrashRate + _options.FailureRate ? Fault.Failure
            : draw < _options.CrashRate + _options.FailureRate + _options.SlowRate ? Fault.Slow
            : Fault.None;
    }

    /// <summary>How long a slow request is held up: past the threshold, and up to twice of it.</summary>
    public TimeSpan SlowDelay() => TimeSpan.FromMilliseconds(_options.ThresholdMs * (1.05 + (0.95 * Draw())));

    private double Draw()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
