using System.Globalization;

namespace DistLog.Console.Text;

/// <summary>Times as the pages show them: UTC, so that everybody who looks at an incident reads the same.</summary>
internal static class Times
{
    /// <summary>For machines: the <c>datetime</c> attribute, URLs and queries.</summary>
    public static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Full(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Second(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>For the value of an input of type datetime-local, which knows no zone.</summary>
    public static string Input(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A time moved by so much, within what can be said at all: events bring any time there is.</summary>
    public static DateTimeOffset Move(DateTimeOffset time, TimeSpan by)
    {
        var ticks = Math.Clamp(time.UtcTicks + by.Ticks, DateTimeOffset.MinValue.UtcTicks, DateTimeOffset.MaxValue.UtcTicks);
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>How long ago, coarsely: <c>12 s ago</c>.</summary>
    public static string Ago(DateTimeOffset time, DateTimeOffset now)
    {
        var seconds = Math.Max(0, (now - time).TotalSeconds);
        return seconds switch
        {
            < 2 => "just now",
            < 120 => $"{seconds:0} s ago",
            < 7_200 => $"{seconds / 60:0} min ago",
            < 172_800 => $"{seconds / 3_600:0} h ago",
            _ => $"{seconds / 86_400:0} days ago",
        };
    }
}
