using System.Diagnostics;

namespace DistLog.Tests.Support;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Wait
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Polls until the condition holds.</summary>
    /// <exception cref="TimeoutException">It did not hold within the deadline.</exception>
    public static Task ForAsync(string what, Func<bool> condition, TimeSpan? deadline = null) =>
        ForAsync(what, () => Task.FromResult(condition()), deadline);

    /// <inheritdoc cref="ForAsync(string, Func{bool}, TimeSpan?)"/>
    public static async Task ForAsync(string what, Func<Task<bool>> condition, TimeSpan? deadline = null)
    {
        var limit = deadline ?? TimeSpan.FromSeconds(30);
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds:0.#} s: {what}");
            }

            await Task.Delay(Interval);
        }
    }
}
