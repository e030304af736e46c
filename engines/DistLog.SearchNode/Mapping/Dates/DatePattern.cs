using System.Globalization;
using System.Text;

namespace DistLog.SearchNode.Mapping.Dates;

/// <summary>A pattern in Java's letters (<c>yyyy-MM-dd HH:mm:ss.SSSX</c>), for reading and writing dates.</summary>
internal sealed class DatePattern
{
    private static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private readonly List<Part> _parts = [];

    private DatePattern()
    {
    }

    /// <summary>Splits a pattern; false where it has a letter that isn't known.</summary>
    public static bool TryCreate(string text, out DatePattern pattern)
    {
        pattern = new DatePattern();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '\'')
            {
                var close = text.IndexOf('\'', at + 1);
                if (close < 0)
                {
                    return false;
                }

                pattern._parts.Add(new Part('\0', 0, close == at + 1 ? "'" : text[(at + 1)..close]));
                at = close + 1;
                continue;
            }

            var run = 1;
            while (at + run < text.Length && text[at + run] == text[at])
            {
                run++;
            }

            if (char.IsAsciiLetter(text[at]) && !"yuMdDHhkmsSnaEeXxZzVO".Contains(text[at]))
            {
                return false;
            }

            pattern._parts.Add(char.IsAsciiLetter(text[at]) ? new Part(text[at], run, "") : new Part('\0', 0, new string(text[at], run)));
            at += run;
        }

        return pattern._parts.Exists(part => part.Letter != '\0');
    }

    public bool TryParse(string text, bool roundUp, ZoneOffset zone, out Instant instant)
    {
        var reading = new Reading(text, roundUp);
        foreach (var part in _parts)
        {
            if (!reading.Take(part))
            {
                instant = default;
                return false;
            }
        }

        return reading.TryFinish(zone, out instant);
    }

    public string Format(Instant instant, ZoneOffset zone)
    {
        var offset = zone.SecondsAt(instant.Seconds);
        var time = CivilTime.Of(instant with { Seconds = instant.Seconds + offset });
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            Append(text, part, time, offset);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Part part, in CivilTime time, int offset)
    {
        var number = part.Letter switch
        {
            'y' or 'u' => part.Count == 2 ? time.Year % 100 : time.Year,
            'M' => time.Month,
            'd' => time.Day,
            'D' => CivilTime.DaysFromCivil(time.Year, time.Month, time.Day) - CivilTime.DaysFromCivil(time.Year, 1, 1) + 1,
            'H' => time.Hour,
            'k' => time.Hour == 0 ? 24 : time.Hour,
            'h' => ((time.Hour + 11) % 12) + 1,
            'm' => time.Minute,
            's' => time.Second,
            'e' => ((Weekday(time) + 6) % 7) + 1,
            _ => -1,
        };
        _ = (part.Letter, part.Count) switch
        {
            ('\0', _) => text.Append(part.Literal),
            ('S', _) => text.Append(time.Nanos.ToString("D9", CultureInfo.InvariantCulture).AsSpan(0, Math.Min(part.Count, 9))),
            ('n', _) => text.Append(time.Nanos),
            ('a', _) => text.Append(time.Hour < 12 ? "AM" : "PM"),
            ('M', 3) => text.Append(Months[time.Month - 1].AsSpan(0, 3)),
            ('M', > 3) => text.Append(Months[time.Month - 1]),
            ('E', > 3) => text.Append(Days[Weekday(time)]),
            ('E', _) => text.Append(Days[Weekday(time)].AsSpan(0, 3)),
            ('X', _) when offset == 0 => text.Append('Z'),
            ('X' or 'x' or 'Z' or 'z' or 'V' or 'O', _) => text.Append(Offset(part, offset)),
            _ => text.Append(number.ToString("D" + part.Count, CultureInfo.InvariantCulture)),
        };
    }

    private static int Weekday(in CivilTime time) =>
        (int)((((CivilTime.DaysFromCivil(time.Year, time.Month, time.Day) + 4) % 7) + 7) % 7);

    private static string Offset(Part part, int seconds)
    {
        if (part.Letter is 'z' or 'V' && seconds == 0)
        {
            return "Z";
        }

        var colon = part.Count is 3 or 5 ? ":" : "";
        var magnitude = Math.Abs(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? '-' : '+')}{magnitude / 3600:D2}{colon}{magnitude / 60 % 60:D2}");
    }

    private readonly record struct Part(char Letter, int Count, string Literal);

    /// <summary>The state of reading one text.</summary>
    private struct Reading(string text, bool roundUp)
    {
        private int _at;
        private bool _pm;
        private bool _twelveHours;
        private int? _offset;
        private bool _daySet;
        private int _dayOfYear;
        private CivilTime _time = roundUp
            ? new CivilTime { Year = 1970, Month = 12, Day = 31, Hour = 23, Minute = 59, Second = 59, Nanos = 999_999_999 }
            : CivilTime.Lowest();

        public bool Take(Part part) => part.Letter switch
        {
            '\0' => Literal(part.Literal),
            'y' or 'u' => Year(part.Count),
            'M' when part.Count >= 3 => Name(Months, part.Count == 3, out _time.Month),
            'M' => Number(part.Count, 2, out _time.Month),
            'd' => _daySet = Number(part.Count, 2, out _time.Day),
            'D' => Number(part.Count, 3, out _dayOfYear),
            'H' or 'k' => Number(part.Count, 2, out _time.Hour),
            'h' => _twelveHours = Number(part.Count, 2, out _time.Hour),
            'm' => Number(part.Count, 2, out _time.Minute),
            's' => Number(part.Count, 2, out _time.Second),
            'S' => Fraction(part.Count),
            'a' => AmPm(),
            'E' => Name(Days, part.Count <= 3, out _),
            'X' or 'x' or 'Z' or 'z' => Zone(),
            _ => false,
        };

        public readonly bool TryFinish(ZoneOffset zone, out Instant instant)
        {
            var time = _time;
            if (_twelveHours)
            {
                time.Hour = (time.Hour % 12) + (_pm ? 12 : 0);
            }

            if (!_daySet && roundUp && time.Month is >= 1 and <= 12)
            {
                time.Day = CivilTime.DaysInMonth(time.Year, time.Month);
            }

            if (_dayOfYear > 0)
            {
                (time.Month, time.Day) = CivilTime.OfDayOfYear(time.Year, _dayOfYear);
            }

            var local = time.ToInstant();
            instant = local with { Seconds = _offset is { } given ? local.Seconds - given : zone.UtcOf(local.Seconds) };
            return _at == text.Length && time.IsValid;
        }

        private bool Literal(string literal)
        {
            if (!text.AsSpan(_at).StartsWith(literal))
            {
                return false;
            }

            _at += literal.Length;
            return true;
        }

        private bool Year(int count)
        {
            var taken = Number(count, count >= 4 ? 4 : count == 2 ? 2 : 9, out var year);
            _time.Year = count == 2 ? 2000 + year : year;
            return taken;
        }

        private bool Number(int least, int most, out int number)
        {
            var end = _at;
            while (end < text.Length && end - _at < Math.Max(least, most) && char.IsAsciiDigit(text[end]))
            {
                end++;
            }

            var parsed = int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.None, CultureInfo.InvariantCulture, out number);
            parsed &= end - _at >= least;
            _at = end;
            return parsed;
        }

        private bool Fraction(int count)
        {
            var start = _at;
            var taken = Number(1, count, out var value);
            for (var i = _at - start; i < 9; i++)
            {
                value *= 10;
            }

            _time.Nanos = value;
            return taken && count <= 9;
        }

        private bool AmPm()
        {
            _pm = text.AsSpan(_at).StartsWith("PM", StringComparison.OrdinalIgnoreCase);
            var taken = _pm || text.AsSpan(_at).StartsWith("AM", StringComparison.OrdinalIgnoreCase);
            _at += taken ? 2 : 0;
            return taken;
        }

        private bool Name(string[] names, bool shortForm, out int number)
        {
            for (number = 1; number <= names.Length; number++)
            {
                var name = shortForm ? names[number - 1].AsSpan(0, 3) : names[number - 1];
                if (text.AsSpan(_at).StartsWith(name, StringComparison.OrdinalIgnoreCase))
                {
                    _at += name.Length;
                    return true;
                }
            }

            return false;
        }

        private bool Zone()
        {
            var rest = Encoding.UTF8.GetBytes(text[_at..]);
            var used = 0;
            if (rest.Length == 0 || !IsoDate.TryOffset(rest, ref used, out var seconds))
            {
                return false;
            }

            _offset = seconds;
            _at += used;
            return true;
        }
    }
}
