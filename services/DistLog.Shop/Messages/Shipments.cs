namespace DistLog.Shop.Messages;

/// <summary>Asks Shipping to send an order.</summary>
internal sealed record ShipmentRequest(string OrderId, string Customer, IReadOnlyList<OrderItem> Items);

/// <summary>A parcel on its way.</summary>
internal sealed record Shipment(string Id, string OrderId, string Customer, string Carrier, int Pieces);
