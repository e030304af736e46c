namespace DistLog.Shop.Messages;

/// <summary>Asks Inventory to hold articles for an order.</summary>
internal sealed record ReservationRequest(string OrderId, IReadOnlyList<OrderItem> Items);

/// <summary>What Inventory holds for an order.</summary>
/// <param name="Id">By which it is released.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Items">The articles.</param>
/// <param name="Total">What they cost together.</param>
/// <param name="Released">Whether they are back in stock.</param>
internal sealed record Reservation(string Id, string OrderId, IReadOnlyList<OrderItem> Items, decimal Total, bool Released);
