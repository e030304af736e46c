using DistLog.Collector;
using DistLog.Collector.Sink;

namespace DistLog.Tests.Collector;

public sealed class BudgetTests
{
    [Fact]
    public async Task Whoever_waits_is_served_in_turn()
    {
        var budget = new InFlightBudget(10, 1000);
        Assert.True(budget.TryReserve(8, 100));
        var large = budget.ReserveAsync(5, 1, default).AsTask();
        var small = budget.ReserveAsync(1, 1, default).AsTask();
        Assert.False(budget.TryReserve(1, 1)); // those who wait come first
        Assert.False(large.IsCompleted || small.IsCompleted);
        budget.Release(8, 100);
        await large;
        await small;
        Assert.Equal(6, budget.Records);
    }

    [Fact]
    public async Task Bytes_are_limited_as_records_are()
    {
        var budget = new InFlightBudget(10, 1000);
        Assert.True(budget.TryReserve(1, 900));
        var waiter = budget.ReserveAsync(1, 200, default).AsTask();
        Assert.False(waiter.IsCompleted);
        budget.Release(1, 900);
        await waiter;
    }

    [Fact]
    public void What_is_larger_than_all_is_let_in_alone()
    {
        var budget = new InFlightBudget(10, 1000);
        Assert.True(budget.TryReserve(20, 5000));
        Assert.False(budget.TryReserve(1, 1));
        budget.Release(20, 5000);
        Assert.True(budget.TryReserve(1, 1));
        Assert.False(budget.TryReserve(20, 5000));
    }

    [Fact]
    public async Task Whoever_gives_up_takes_nothing_and_lets_the_next_in()
    {
        var budget = new InFlightBudget(10, 1000);
        Assert.True(budget.TryReserve(8, 1));
        using var patience = new CancellationTokenSource();
        var large = budget.ReserveAsync(9, 1, patience.Token).AsTask();
        var small = budget.ReserveAsync(2, 1, default).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        Assert.Equal(10, budget.Records);
    }

    [Fact]
    public void Buffers_are_bounded_over_all_who_hold_them()
    {
        var budget = new BufferBudget(100);
        using var first = budget.Open();
        Assert.True(first.TryHold(80));
        using (var second = budget.Open())
        {
            Assert.True(second.TryAdd(20));
            Assert.False(second.TryAdd(1));
            Assert.True(first.TryHold(10)); // letting go is never refused
        }
        Assert.True(first.TryHold(100));
    }
}
