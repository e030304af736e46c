namespace DistLog.Inventory;

/// <summary>What Inventory logs. Events 2100 to 2199.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "Reserved {Items} articles for order {OrderId}, {Total} in all")]
    public static partial void Reserved(ILogger logger, string orderId, int items, decimal total);

    [LoggerMessage(2101, LogLevel.Information, "Released the reservation of order {OrderId}")]
    public static partial void Released(ILogger logger, string orderId);

    [LoggerMessage(2102, LogLevel.Information, "Order {OrderId} wants {Quantity} of {Sku}, more than there are")]
    public static partial void OutOfStock(ILogger logger, string orderId, string sku, int quantity);

    [LoggerMessage(2103, LogLevel.Information, "Restocked {Sku} from {Before} to {After}")]
    public static partial void Restocked(ILogger logger, string sku, int before, int after);
}
