using DistLog.Shop.Messages;

namespace DistLog.Orders;

/// <summary>An order, and how far it came.</summary>
internal sealed record Order
{
    public required string Id { get; init; }

    public required string Customer { get; init; }

    public required IReadOnlyList<OrderItem> Items { get; init; }

    public required DateTimeOffset PlacedAt { get; init; }

    public OrderStatus Status { get; init; }

    /// <summary>What it costs; null until Inventory has said so.</summary>
    public decimal? Total { get; init; }

    public string? ReservationId { get; init; }

    public string? ChargeId { get; init; }

    public string? ShipmentId { get; init; }

    /// <summary>Why it was not confirmed.</summary>
    public string? Reason { get; init; }
}
