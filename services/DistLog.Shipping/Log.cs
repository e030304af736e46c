namespace DistLog.Shipping;

/// <summary>What Shipping logs. Events 2400 to 2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information, "Dispatched order {OrderId}: {Pieces} pieces by {Carrier}")]
    public static partial void Dispatched(ILogger logger, string orderId, int pieces, string carrier);
}
