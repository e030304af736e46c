using DistLog.Inventory;
using DistLog.Shop.Messages;
using DistLog.Shop.Store;

namespace DistLog.Tests.Shop;

public sealed class StoreTests
{
    [Fact]
    public void The_oldest_entries_make_room()
    {
        var store = new BoundedStore<string>(limit: 3);
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            store.Put(id, id);
        }

        Assert.False(store.TryGet("a", out _));
        Assert.Equal(["d", "c"], store.Newest(2));
        Assert.Equal(3, store.Count);
    }

    [Fact]
    public void An_update_may_refuse()
    {
        var store = new BoundedStore<string>(limit: 3);
        store.Put("a", "one");
        Assert.Equal("two", store.Update("a", _ => "two"));
        Assert.Null(store.Update("a", _ => null));
        Assert.Null(store.Update("b", _ => "three"));
        Assert.True(store.TryGet("a", out var entry));
        Assert.Equal("two", entry);
    }

    [Fact]
    public void Stock_takes_all_or_nothing_and_counts_an_article_named_twice()
    {
        var stock = new Stock();
        var before = stock.Find("desk-001")!.Available;
        Assert.NotNull(stock.TryTake([new("pen-001", 1), new("desk-001", before), new("desk-001", 1)], out _));
        Assert.Equal(Stock.FullStock, stock.Find("pen-001")!.Available);
        Assert.Null(stock.TryTake([new("desk-001", before)], out var total));
        Assert.Equal(449m * before, total);
        Assert.Equal(["desk-001"], stock.Restock().Select(article => article.Sku));
        Assert.Equal(Stock.FullStock, stock.Find("desk-001")!.Available);
    }
}
