using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A time zone: a fixed offset from UTC, or a named zone with its daylight-saving rules.</summary>
internal sealed class ZoneOffset
{
    /// <summary>Seconds of a day: no zone changes its clock twice within one.</summary>
    private const long Day = 86_400;

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
        _zone is null ? _seconds : (int)_zone.GetUtcOffset(Moment(utcSeconds)).TotalSeconds;

    /// <summary>True where the clock is never changed.</summary>
    public bool IsFixed => _zone is null;

    /// <summary>The moment of a local time: the first of two where the clock is put back, the change itself where it is put forward.</summary>
    public long UtcOf(long localSeconds)
    {
        if (_zone is null)
        {
            return localSeconds - _seconds;
        }

        var (before, after) = (SecondsAt(localSeconds - Day), SecondsAt(localSeconds + Day));
        var first = localSeconds - Math.Max(before, after);
        if (SecondsAt(first) == localSeconds - first)
        {
            return first;
        }

        var second = localSeconds - Math.Min(before, after);
        return SecondsAt(second) == localSeconds - second ? second : ChangeBetween(first, second);
    }

    /// <summary>The moment of a local time, the last one that isn't after <paramref name="utcSeconds"/>.</summary>
    public long UtcOf(long localSeconds, long utcSeconds)
    {
        var near = localSeconds - SecondsAt(utcSeconds);
        return near <= utcSeconds && SecondsAt(near) == SecondsAt(utcSeconds) ? near : Math.Min(UtcOf(localSeconds), utcSeconds);
    }

    /// <summary>The first second with another offset than <paramref name="from"/> has, up to <paramref name="to"/>, which must have another.</summary>
    public long ChangeBetween(long from, long to)
    {
        var offset = SecondsAt(from);
        while (to - from > 1)
        {
            var middle = from + ((to - from) / 2);
            (from, to) = SecondsAt(middle) == offset ? (middle, to) : (from, middle);
        }

        return to;
    }

    private static DateTime Moment(long seconds) =>
        DateTime.UnixEpoch.AddSeconds(Math.Clamp(seconds, -62_135_596_800, 253_402_300_799));
}
