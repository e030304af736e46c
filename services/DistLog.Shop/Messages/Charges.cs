namespace DistLog.Shop.Messages;

/// <summary>Asks Payments for the money of an order.</summary>
internal sealed record ChargeRequest(string OrderId, string Customer, decimal Amount);

/// <summary>Money taken, and perhaps given back.</summary>
internal sealed record Charge(string Id, string OrderId, string Customer, decimal Amount, bool Refunded);
