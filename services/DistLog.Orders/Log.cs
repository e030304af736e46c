namespace DistLog.Orders;

/// <summary>What Orders logs. Events 2200 to 2299.</summary>
internal static partial class Log
{
    private static readonly Func<ILogger, string, IDisposable?> Order = LoggerMessage.DefineScope<string>("Order {OrderId}");

    [LoggerMessage(2200, LogLevel.Information, "{Customer} placed order {OrderId} of {Items} articles")]
    public static partial void Placed(ILogger logger, string orderId, string customer, int items);

    [LoggerMessage(2201, LogLevel.Information, "Order {OrderId} is confirmed: {Total}, by {Carrier}")]
    public static partial void Confirmed(ILogger logger, string orderId, decimal total, string carrier);

    [LoggerMessage(2202, LogLevel.Information, "Order {OrderId} is rejected at {Step}: {Reason}")]
    public static partial void Rejected(ILogger logger, string orderId, string step, string? reason);

    [LoggerMessage(2203, LogLevel.Error, "Order {OrderId} failed at {Step}: {error_code}: {error_message}")]
    public static partial void Failed(ILogger logger, string orderId, string step, string error_code, string? error_message);

    [LoggerMessage(2204, LogLevel.Information, "The {Step} for order {OrderId} is done")]
    public static partial void Compensated(ILogger logger, string orderId, string step);

    [LoggerMessage(2205, LogLevel.Error, "The {Step} for order {OrderId} failed {Attempts} times: {error_code}: {error_message}")]
    public static partial void CompensationFailed(ILogger logger, string orderId, string step, int attempts, string error_code, string? error_message);

    [LoggerMessage(2210, LogLevel.Information, "The simulated customer places {OrdersPerSecond} orders a second at {Address}")]
    public static partial void CustomerStarts(ILogger logger, double ordersPerSecond, Uri address);

    [LoggerMessage(2211, LogLevel.Warning, "The simulated customer left out {Orders} orders, because {InFlight} are under way already")]
    public static partial void CustomerHeldBack(ILogger logger, int orders, int inFlight);

    [LoggerMessage(2212, LogLevel.Debug, "An order of the simulated customer got no answer: {Problem}")]
    public static partial void OrderLost(ILogger logger, string problem);

    public static IDisposable? OrderScope(ILogger logger, string orderId) => Order(logger, orderId);
}
