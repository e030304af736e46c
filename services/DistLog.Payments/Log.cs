namespace DistLog.Payments;

/// <summary>What Payments logs. Events 2300 to 2399.</summary>
internal static partial class Log
{
    [LoggerMessage(2300, LogLevel.Information, "Charged {Customer} {Amount} for order {OrderId}")]
    public static partial void Charged(ILogger logger, string orderId, string customer, decimal amount);

    [LoggerMessage(2301, LogLevel.Information, "Refunded {Amount} for order {OrderId}")]
    public static partial void Refunded(ILogger logger, string orderId, decimal amount);

    [LoggerMessage(2302, LogLevel.Information, "The bank declined {Amount} for order {OrderId}; the limit is {Limit}")]
    public static partial void Declined(ILogger logger, string orderId, decimal amount, decimal limit);
}
