using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Values of columns as an answer shows them.</summary>
internal static class BucketKeys
{
    /// <summary>A number by the field's type and the request's format.</summary>
    public static string FormatNumber(FieldRef? field, string? format, double value)
    {
        if (field is not null && field.Kind.IsDate())
        {
            return (format is null ? field.Field.DateFormat : DateFormat.Parse(format)).Format(Instant.FromMillis((long)value));
        }

        if (field?.Kind == FieldKind.Boolean && format is null)
        {
            return value != 0 ? "true" : "false";
        }

        return format is null ? Numbers.Text(value) : value.ToString(DecimalFormat(format), CultureInfo.InvariantCulture);
    }

    /// <summary>Java's patterns (<c>#,##0.00</c>) mean the same here; text around the digits is kept.</summary>
    private static string DecimalFormat(string format) => format;

    /// <summary>A string as it is shown: addresses in their usual form.</summary>
    public static string FormatString(FieldRef? field, ReadOnlySpan<byte> value)
    {
        if (field?.Kind != FieldKind.Ip)
        {
            return Encoding.UTF8.GetString(value);
        }

        var address = new IPAddress(value);
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>Milliseconds of a date column's number.</summary>
    public static long Millis(FieldKind kind, long number) => kind == FieldKind.DateNanos ? Instant.FromNanos(number).Millis : number;

    /// <summary>A whole number's key, and its key_as_string where the type has one.</summary>
    public static void WriteLong(Utf8JsonWriter writer, FieldRef? field, string? format, long key)
    {
        writer.WriteNumber("key", key);
        if (field?.Kind == FieldKind.Boolean)
        {
            writer.WriteString("key_as_string", key != 0 ? "true" : "false");
        }
        else if (field is not null && field.Kind.IsDate())
        {
            writer.WriteString("key_as_string", FormatNumber(field, format, key));
        }
        else if (format is not null)
        {
            writer.WriteString("key_as_string", key.ToString(format, CultureInfo.InvariantCulture));
        }
    }
}
