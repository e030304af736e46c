using System.Globalization;
using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations;

/// <summary>How numbers of a field are shown as text, and read from a request: by the field's type and the request's <c>format</c>.</summary>
internal abstract class ValueFormat
{
    /// <summary>Plain numbers, which have no text of their own.</summary>
    public static ValueFormat Raw { get; } = new RawFormat();

    private static ValueFormat Boolean { get; } = new BooleanFormat();

    /// <summary>True where answers show the number alone.</summary>
    public virtual bool IsRaw => false;

    public abstract string Text(double value);

    public virtual string Text(long value) => Text((double)value);

    /// <summary>Reads a number as the format writes it.</summary>
    /// <param name="text">A number, a date or true and false.</param>
    /// <param name="now">The moment that <c>now</c> is.</param>
    public virtual double Parse(string text, Instant now) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Refuse.IllegalArgument($"For input string: \"{text}\"");

    /// <summary>Reads a whole number.</summary>
    public virtual long ParseLong(string text, Instant now) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : (long)Parse(text, now);

    /// <summary>The format of a field's numbers; a request's own format goes before the mapping's.</summary>
    public static ValueFormat Of(FieldRef? field, string? format, ZoneOffset? zone = null)
    {
        if (field is not null && field.Kind.IsDate())
        {
            return new DateValueFormat(format is null ? field.Field.DateFormat : DateFormat.Parse(format), zone ?? ZoneOffset.Utc);
        }

        if (format is not null)
        {
            return new DecimalFormat(format);
        }

        return field?.Kind == FieldKind.Boolean ? Boolean : Raw;
    }

    /// <summary>The format of moments, whatever the field: for aggregations over time whose field isn't mapped.</summary>
    public static ValueFormat OfDates(FieldRef? field, string? format, ZoneOffset zone) => field is not null && !field.Kind.IsDate()
        ? Of(field, format)
        : new DateValueFormat(format is not null ? DateFormat.Parse(format) : field?.Field.DateFormat ?? DateFormat.Default, zone);

    private sealed class RawFormat : ValueFormat
    {
        public override bool IsRaw => true;

        public override string Text(double value) => Numbers.Text(value);

        public override string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class BooleanFormat : ValueFormat
    {
        public override string Text(double value) => value != 0 ? "true" : "false";

        public override double Parse(string text, Instant now) => text switch
        {
            "true" or "1" or "1.0" => 1,
            "false" or "0" or "0.0" => 0,
            _ => throw Refuse.IllegalArgument($"Cannot parse boolean [{text}], expected either [true] or [false]"),
        };
    }

    private sealed class DateValueFormat(DateFormat format, ZoneOffset zone) : ValueFormat
    {
        public override string Text(double value) => Text((long)value);

        public override string Text(long value) => format.Format(Instant.FromMillis(value), zone);

        public override double Parse(string text, Instant now) => ParseLong(text, now);

        public override long ParseLong(string text, Instant now) => DateMath.Parse(text, format, now, false, zone).Millis;
    }

    /// <summary>Java's patterns (<c>#,##0.00</c>), which mean the same here.</summary>
    private sealed class DecimalFormat(string pattern) : ValueFormat
    {
        public override string Text(double value) => Shown(value.ToString(pattern, CultureInfo.InvariantCulture));

        public override string Text(long value) => Shown(value.ToString(pattern, CultureInfo.InvariantCulture));

        /// <summary>Where Java shows a zero, a pattern of nothing but <c>#</c> would show nothing.</summary>
        private static string Shown(string text) => text.Length == 0 ? "0" : text;

        public override double Parse(string text, Instant now)
        {
            var digits = new StringBuilder();
            foreach (var letter in text.Where(letter => char.IsAsciiDigit(letter) || letter is '.' or '-' or 'E' or 'e'))
            {
                digits.Append(letter);
            }

            return base.Parse(digits.ToString(), now);
        }
    }
}
