using System.Globalization;

namespace DistLog.Collector.Http;

/// <summary>Reads the query parameter <c>time</c>: seconds since 1970, with decimals.</summary>
internal static class RequestTime
{
    private const decimal NanosecondsPerSecond = 1_000_000_000m;

    /// <exception cref="HttpRefusal">400: it is no such number.</exception>
    public static long? Of(HttpRequest request)
    {
        var text = request.Query["time"].ToString();
        if (text.Length == 0)
        {
            return null;
        }
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(seconds) >= long.MaxValue / NanosecondsPerSecond)
        {
            throw new HttpRefusal(StatusCodes.Status400BadRequest, "the parameter time is no number of seconds since 1970");
        }
        return (long)(seconds * NanosecondsPerSecond);
    }
}
