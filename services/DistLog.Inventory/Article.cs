namespace DistLog.Inventory;

/// <summary>An article and how many of it are free to be reserved.</summary>
internal sealed record Article(string Sku, string Name, decimal Price, int Available);
