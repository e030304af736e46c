namespace DistLog.Shop.Messages;

/// <summary>So many of an article.</summary>
internal sealed record OrderItem(string Sku, int Quantity);
