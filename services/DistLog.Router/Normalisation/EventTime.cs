using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>The time of an event, and where it came from.</summary>
/// <param name="UnixNanoseconds">Nanoseconds since 1970.</param>
/// <param name="KeepOriginal">Whether the sender's timestamp says something else or more, and is to be kept beside it.</param>
/// <param name="IsArrival">Whether neither the sender nor the transport said any time.</param>
internal readonly record struct EventTime(long UnixNanoseconds, bool KeepOriginal, bool IsArrival)
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    // 1990-01-01: no log is older than the protocols that carry it; a clock that was never set says 1970 or 1980.
    private const long Earliest = 631_152_000 * 1000L * NanosecondsPerMillisecond;

    // A sender's zone may be wrong by up to 14 hours; a day ahead is a broken clock.
    private const long MaxAhead = 24 * 3600 * 1000L * NanosecondsPerMillisecond;

    /// <summary>
    /// The record's <c>timestamp</c>; without one <c>@timestamp</c>, <c>time</c>, <c>ts</c> or the transport's time, the
    /// first that is sane; else the time of arrival.
    /// </summary>
    /// <param name="record">The record; the properties that the result says in full are taken.</param>
    /// <param name="arrivalMs">Milliseconds since 1970 at which the collector took the record.</param>
    public static EventTime Of(EventRecord record, long arrivalMs)
    {
        var arrival = arrivalMs * NanosecondsPerMillisecond;
        var index = record.Find(Field.Timestamp);
        if (index >= 0)
        {
            record.Take(Field.InjectedTime);
            return TrySane(record, index, arrival, out var time, out var exact) ? new(time, !exact, false) : new(arrival, true, false);
        }

        return TryOther(record, arrival, out var other) ? new(other, false, false) : new(arrival, false, true);
    }

    private static bool TryOther(EventRecord record, long arrival, out long time)
    {
        foreach (var field in (ReadOnlySpan<Field>)[Field.StoredTimestamp, Field.Time, Field.Ts, Field.InjectedTime])
        {
            var index = record.Find(field);
            if (index >= 0 && TrySane(record, index, arrival, out time, out var exact))
            {
                TakeWhereSaid(record, field, index, exact);
                return true;
            }
        }

        time = 0;
        return false;
    }

    // time and ts may mean something of the sender's own, so they stay among its attributes.
    private static void TakeWhereSaid(EventRecord record, Field field, int index, bool exact)
    {
        record.Take(Field.InjectedTime);
        if (field == Field.StoredTimestamp && exact)
        {
            record.Take(index);
        }
    }

    private static bool TrySane(EventRecord record, int index, long arrival, out long time, out bool exact)
    {
        time = 0;
        exact = false;
        return record.Kind(index) is JsonTokenType.String or JsonTokenType.Number
            && TimestampParser.TryParse(record.Text(index), out time, out exact)
            && time >= Earliest
            && time - MaxAhead <= arrival;
    }
}
