using DistLog.SearchNode.Searching;

namespace DistLog.Tests.SearchNode.Speed;

public sealed class OrderedWorkTests
{
    [Fact]
    public void Without_a_pool_the_caller_does_all()
    {
        using var work = new OrderedWork<string>(3, number => $"{number} by {Environment.CurrentManagedThreadId}", null);
        var here = Environment.CurrentManagedThreadId;
        Assert.Equal([$"0 by {here}", $"1 by {here}", $"2 by {here}"], Enumerable.Range(0, 3).Select(_ => work.Next()));
    }

    [Fact]
    public async Task Results_come_in_order_whoever_made_them()
    {
        using var pool = new SearchPool(cores: 4);
        var threads = new HashSet<int>();
        var results = await pool.RunAsync(() => TakeAll(500, number => Spin(number, threads)), default);
        Assert.Equal(Enumerable.Range(0, 500).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)), results);
        Assert.True(threads.Count > 1, "no other thread helped");
    }

    [Fact]
    public async Task A_failure_comes_in_its_place()
    {
        using var pool = new SearchPool(cores: 4);
        var taken = await pool.RunAsync(
            () =>
            {
                using var work = new OrderedWork<string>(300, number => number == 150 ? throw new FormatException() : Spin(number, []), SearchPool.OfThisThread);
                return CountUntilFailure(work);
            },
            default);
        Assert.Equal(150, taken);
    }

    [Fact]
    public async Task Once_disposed_nothing_more_is_begun()
    {
        using var pool = new SearchPool(cores: 4);
        var begun = 0;
        var atEnd = await pool.RunAsync(
            () =>
            {
                using (var work = new OrderedWork<string>(
                    10_000,
                    number =>
                    {
                        Interlocked.Increment(ref begun);
                        return Spin(number, []);
                    },
                    SearchPool.OfThisThread))
                {
                    for (var i = 0; i < 100; i++)
                    {
                        work.Next();
                    }
                }

                return Volatile.Read(ref begun);
            },
            default);
        // The pool's threads end one after another; by then a helper that went on would have shown.
        pool.Dispose();
        Assert.Equal(atEnd, begun);
        Assert.InRange(begun, 100, 100 + 64);
    }

    private static int CountUntilFailure(OrderedWork<string> work)
    {
        for (var count = 0; ; count++)
        {
            try
            {
                work.Next();
            }
            catch (FormatException)
            {
                return count;
            }
        }
    }

    private static List<string> TakeAll(int count, Func<int, string> perform)
    {
        using var work = new OrderedWork<string>(count, perform, SearchPool.OfThisThread);
        return [.. Enumerable.Range(0, count).Select(_ => work.Next())];
    }

    /// <summary>Takes long enough that others are asked for help.</summary>
    private static string Spin(int number, HashSet<int> threads)
    {
        Thread.SpinWait(20_000);
        lock (threads)
        {
            threads.Add(Environment.CurrentManagedThreadId);
        }

        return number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
