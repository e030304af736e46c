using DistLog.Shop.Messages;

namespace DistLog.Orders.Customers;

/// <summary>Makes up orders from a seed.</summary>
internal sealed class OrderGenerator(int seed)
{
    private const int MaxArticles = 3;
    private const int MaxQuantity = 4;

    private static readonly string[] Customers = ["ada", "barbara", "edsger", "grace", "ken", "leslie", "margaret", "niklaus"];
    private static readonly string[] Skus = ["book-001", "book-002", "chair-001", "cup-001", "desk-001", "lamp-001", "pen-001", "plant-001"];

    private readonly Random _random = new(seed);

    public OrderRequest Next() => new(
        Customers[_random.Next(Customers.Length)],
        [.. Enumerable.Range(0, _random.Next(1, MaxArticles + 1)).Select(_ => new OrderItem(Skus[_random.Next(Skus.Length)], _random.Next(1, MaxQuantity + 1)))]);
}
