using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A time zone: a fixed offset from UTC, or a named zone with its daylight-saving rules.</summary>
internal sealed class ZoneOffset
{
    private readonly int _seconds;
    private readonly TimeZoneInfo? _zone;

    private ZoneOffset(int seconds, TimeZoneInfo? zone, string name) => (_seconds, _zone, Name) = (seconds, zone, name);

    public static ZoneOffset Utc { get; } = new(0, null, "Z");

    public string Name { get; }

    public static ZoneOffset Parse(string text)
    {
        if (text is "Z" or "UTC" or "GMT")
        {
            return Utc;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        var at = 0;
        if (bytes.Length > 0 && IsoDate.TryOffset(bytes, ref at, out var seconds) && at == bytes.Length)
        {
            return new ZoneOffset(seconds, null, text);
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
            ? new ZoneOffset(0, zone, text)
            : throw Refuse.IllegalArgument($"Unknown time-zone ID: {text}");
    }

    /// <summary>The offset at a moment, in seconds.</summary>
    public int SecondsAt(long utcSeconds) =>
        _zone is null ? _seconds : (int)_zone.GetUtcOffset(Moment(utcSeconds, DateTimeKind.Utc)).TotalSeconds;

    /// <summary>The offset at a local time, in seconds; in the hour that is skipped or repeated, the one before the change.</summary>
    public int SecondsAtLocal(long localSeconds) =>
        _zone is null ? _seconds : (int)_zone.GetUtcOffset(Moment(localSeconds, DateTimeKind.Unspecified)).TotalSeconds;

    private static DateTime Moment(long seconds, DateTimeKind kind)
    {
        var bounded = Math.Clamp(seconds, -62_135_596_800, 253_402_300_799);
        return DateTime.SpecifyKind(DateTime.UnixEpoch.AddSeconds(bounded), kind);
    }
}
