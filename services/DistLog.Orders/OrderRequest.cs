using DistLog.Shop.Messages;

namespace DistLog.Orders;

/// <summary>What a customer sends.</summary>
internal sealed record OrderRequest(string Customer, IReadOnlyList<OrderItem> Items);
