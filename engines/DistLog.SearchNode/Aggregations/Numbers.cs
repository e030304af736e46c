using System.Globalization;
using System.Text.Json;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Floating-point numbers as Elasticsearch writes them: always with a fraction, and what isn't finite in quotes.</summary>
internal static class Numbers
{
    public static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        writer.WritePropertyName(name);
        WriteValue(writer, value);
    }

    public static void WriteValue(Utf8JsonWriter writer, double? value)
    {
        if (value is not { } number)
        {
            writer.WriteNullValue();
        }
        else if (!double.IsFinite(number))
        {
            writer.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
        else
        {
            writer.WriteRawValue(Text(number), skipInputValidation: true);
        }
    }

    public static string Text(double number)
    {
        if (!double.IsFinite(number))
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        // Java goes over to the scientific form at 10^7.
        if (number == Math.Floor(number) && Math.Abs(number) < 1e7)
        {
            return number.ToString("F1", CultureInfo.InvariantCulture);
        }

        var magnitude = Math.Abs(number);
        if (magnitude is >= 1e-3 and < 1e7)
        {
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        var text = number.ToString("E16", CultureInfo.InvariantCulture);
        return Shortest(number, text);
    }

    /// <summary>The shortest scientific form that reads back as the same number.</summary>
    private static string Shortest(double number, string longest)
    {
        for (var digits = 1; digits <= 16; digits++)
        {
            var text = number.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (double.Parse(text, CultureInfo.InvariantCulture) == number)
            {
                return Tidy(text);
            }
        }

        return Tidy(longest);
    }

    /// <summary>1.500E+010 as 1.5E10.</summary>
    private static string Tidy(string text)
    {
        var e = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = text[..e].TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{(mantissa.EndsWith('.') ? mantissa + "0" : mantissa)}E{int.Parse(text.AsSpan(e + 1), CultureInfo.InvariantCulture)}");
    }
}
