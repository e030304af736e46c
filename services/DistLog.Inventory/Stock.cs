using DistLog.Shop.Messages;

namespace DistLog.Inventory;

/// <summary>The shop's articles. Taking is all or nothing; what runs low is ordered anew from the supplier, who delivers at once.</summary>
internal sealed class Stock
{
    /// <summary>Fewer than this and the article is restocked.</summary>
    public const int RestockBelow = 20;

    /// <summary>What a restocked article has.</summary>
    public const int FullStock = 500;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Article> _articles = Catalogue().ToDictionary(article => article.Sku, StringComparer.Ordinal);

    public IReadOnlyList<Article> All()
    {
        lock (_lock)
        {
            return [.. _articles.Values.OrderBy(article => article.Sku, StringComparer.Ordinal)];
        }
    }

    public Article? Find(string sku)
    {
        lock (_lock)
        {
            return _articles.GetValueOrDefault(sku);
        }
    }

    /// <summary>Takes all the items out of the stock, or none.</summary>
    /// <returns>The first item that there is not enough of; null where all were taken.</returns>
    public OrderItem? TryTake(IReadOnlyList<OrderItem> items, out decimal total)
    {
        lock (_lock)
        {
            total = 0;
            var wanted = items.GroupBy(item => item.Sku).Select(group => new OrderItem(group.Key, group.Sum(item => item.Quantity))).ToList();
            if (wanted.Find(item => Available(item.Sku) < item.Quantity) is { } missing)
            {
                return missing;
            }

            total = wanted.Sum(item => _articles[item.Sku].Price * item.Quantity);
            wanted.ForEach(item => Move(item.Sku, -item.Quantity));
            return null;
        }
    }

    public void PutBack(IReadOnlyList<OrderItem> items)
    {
        lock (_lock)
        {
            foreach (var item in items)
            {
                Move(item.Sku, item.Quantity);
            }
        }
    }

    /// <summary>Fills up what runs low.</summary>
    /// <returns>The articles that were.</returns>
    public IReadOnlyList<Article> Restock()
    {
        lock (_lock)
        {
            var low = _articles.Values.Where(article => article.Available < RestockBelow).ToList();
            low.ForEach(article => _articles[article.Sku] = article with { Available = FullStock });
            return low;
        }
    }

    private int Available(string sku) => _articles.TryGetValue(sku, out var article) ? article.Available : 0;

    private void Move(string sku, int quantity) => _articles[sku] = _articles[sku] with { Available = _articles[sku].Available + quantity };

    private static IEnumerable<Article> Catalogue() =>
    [
        new("book-001", "A Field Guide to Logs", 24.90m, FullStock),
        new("book-002", "The Patient Debugger", 31.50m, FullStock),
        new("chair-001", "Desk chair", 189.00m, 60),
        new("cup-001", "Cup, white", 7.80m, FullStock),
        new("desk-001", "Standing desk", 449.00m, 40),
        new("lamp-001", "Reading lamp", 39.00m, 120),
        new("pen-001", "Pen, blue", 1.60m, FullStock),
        new("plant-001", "Office plant", 18.40m, 80),
    ];
}
