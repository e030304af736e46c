using System.Net;
using System.Text;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Aggregations;

/// <summary>Values of columns as an answer shows them.</summary>
internal static class BucketKeys
{
    /// <summary>A string as it is shown: addresses in their usual form.</summary>
    public static string FormatString(FieldRef? field, ReadOnlySpan<byte> value) =>
        field?.Kind == FieldKind.Ip ? AddressText(value) : Encoding.UTF8.GetString(value);

    /// <summary>An address of 16 bytes in its usual form.</summary>
    public static string AddressText(ReadOnlySpan<byte> bytes)
    {
        var address = new IPAddress(bytes);
        return (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>Milliseconds of a date column's number.</summary>
    public static long Millis(FieldKind kind, long number) => kind == FieldKind.DateNanos ? Instant.FromNanos(number).Millis : number;
}
