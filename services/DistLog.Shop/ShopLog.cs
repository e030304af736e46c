using Microsoft.Extensions.Logging;

namespace DistLog.Shop;

/// <summary>What all four services log. Events 2000 to 2099.</summary>
internal static partial class ShopLog
{
    [LoggerMessage(2000, LogLevel.Warning, "{Method} {Path} took {response_time_ms} ms, more than the {threshold_limit_ms} ms allowed")]
    public static partial void SlowRequest(ILogger logger, string method, string path, double response_time_ms, int threshold_limit_ms);

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Path} failed: {error_code}: {error_message}")]
    public static partial void InjectedFailure(ILogger logger, string method, string path, string error_code, string error_message);

    [LoggerMessage(2002, LogLevel.Critical, "{Method} {Path} ends the process: {error_code}: {error_message}")]
    public static partial void InjectedCrash(ILogger logger, string method, string path, string error_code, string error_message);
}
