namespace DistLog.Client.Forward;

/// <summary>How long to wait before the next attempt: doubling from the least to the most, the upper half of each at random, so that many clients do not come back at once.</summary>
internal sealed class Backoff(TimeSpan least, TimeSpan most, Random random)
{
    private int _failures;

    public void Reset() => _failures = 0;

    public TimeSpan Next()
    {
        var ceiling = Math.Min(most.TotalMilliseconds, least.TotalMilliseconds * Math.Pow(2, _failures));
        _failures = Math.Min(_failures + 1, 30);
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (random.NextDouble() / 2)));
    }
}
