using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>range</c>: a field's value lies between bounds; for dates, with date math, a format and a time zone.</summary>
internal sealed class RangeQuery(string field) : Query
{
    public string? From { get; set; }

    public string? To { get; set; }

    public bool IncludeFrom { get; set; } = true;

    public bool IncludeTo { get; set; } = true;

    private DateFormat? Format { get; set; }

    private ZoneOffset? Zone { get; set; }

    /// <summary>The same bounds on another field.</summary>
    public RangeQuery On(string other, ZoneOffset? zone) =>
        new(other) { From = From, To = To, IncludeFrom = IncludeFrom, IncludeTo = IncludeTo, Format = Format, Zone = zone };

    public static RangeQuery Parse(JsonElement body)
    {
        var (field, options) = FieldBody.Parse("range", body);
        var query = new RangeQuery(field);
        foreach (var (name, value) in options)
        {
            query.Take(name, value);
        }

        return query;
    }

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "gte" or "from":
                From = value.Text();
                break;
            case "gt":
                (From, IncludeFrom) = (value.Text(), false);
                break;
            case "lte" or "to":
                To = value.Text();
                break;
            case "lt":
                (To, IncludeTo) = (value.Text(), false);
                break;
            case "include_lower":
                IncludeFrom = value.Bool(name);
                break;
            case "include_upper":
                IncludeTo = value.Bool(name);
                break;
            case "format":
                Format = DateFormat.Parse(value.Text()!);
                break;
            case "time_zone":
                Zone = ZoneOffset.Parse(value.Text()!);
                break;
            case "relation":
                break;
            default:
                FieldBody.RefuseUnknown("range", name);
                break;
        }
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (context.Field(field) is not { } found)
        {
            return NoneMatcher.Instance;
        }

        FieldTerms.CheckSearchable(context, found);
        return found.Kind switch
        {
            _ when found.Kind.IsDate() => Dates(context, found),
            FieldKind.Boolean => Wholes(context, found, Flag(From), Flag(To)),
            _ when found.Kind.IsWhole() => Wholes(context, found, From, To),
            _ when found.Kind.IsFractional() => Fractions(context, found),
            FieldKind.Ip => Strings(found, Address(context, From), Address(context, To)),
            FieldKind.Text => new TokenPredicateMatcher(found, Between(Bytes(From), Bytes(To))),
            FieldKind.ConstantKeyword => FieldTerms.Constant(context, found, value => Between(Bytes(From), Bytes(To))(Encoding.UTF8.GetBytes(value))),
            _ => Strings(found, Bytes(From), Bytes(To)),
        };
    }

    private LongRangeMatcher Dates(QueryContext context, FieldRef found)
    {
        var low = From is null ? long.MinValue : FieldTerms.Parse(context, found, From, !IncludeFrom, Format, Zone);
        var high = To is null ? long.MaxValue : FieldTerms.Parse(context, found, To, IncludeTo, Format, Zone);
        return new LongRangeMatcher(found, IncludeFrom || From is null ? low : low + 1, IncludeTo || To is null ? high : high - 1);
    }

    private LongRangeMatcher Wholes(QueryContext context, FieldRef found, string? from, string? to)
    {
        var low = from is null ? long.MinValue : Bound(context, from, IncludeFrom, up: true);
        var high = to is null ? long.MaxValue : Bound(context, to, IncludeTo, up: false);
        return new LongRangeMatcher(found, low, high);
    }

    /// <summary>The nearest whole number inside the bound.</summary>
    private static long Bound(QueryContext context, string text, bool include, bool up)
    {
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            var huge = FieldTerms.Number(context, text);
            return huge > 0 ? long.MaxValue : long.MinValue;
        }

        var whole = up ? Math.Ceiling(number) : Math.Floor(number);
        if (!include && whole == number)
        {
            whole += up ? 1 : -1;
        }

        return whole > long.MaxValue ? long.MaxValue : whole < long.MinValue ? long.MinValue : (long)whole;
    }

    private DoubleRangeMatcher Fractions(QueryContext context, FieldRef found)
    {
        var low = From is null ? double.NegativeInfinity : FieldTerms.Number(context, From);
        var high = To is null ? double.PositiveInfinity : FieldTerms.Number(context, To);
        return new DoubleRangeMatcher(found, IncludeFrom || From is null ? low : Math.BitIncrement(low), IncludeTo || To is null ? high : Math.BitDecrement(high));
    }

    private StringPredicateMatcher Strings(FieldRef found, byte[]? from, byte[]? to) => new(found, Between(from, to));

    private StringPredicate Between(byte[]? from, byte[]? to)
    {
        var (includeFrom, includeTo) = (IncludeFrom, IncludeTo);
        return value =>
        {
            var low = from is null ? 1 : value.SequenceCompareTo(from);
            var high = to is null ? -1 : value.SequenceCompareTo(to);
            return (low > 0 || (low == 0 && includeFrom)) && (high < 0 || (high == 0 && includeTo));
        };
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    private static string? Flag(string? text) => text switch { "true" => "1", "false" => "0", _ => text };

    private static byte[]? Address(QueryContext context, string? text) => text switch
    {
        null => null,
        _ when IPAddress.TryParse(text, out var address) => address.MapToIPv6().GetAddressBytes(),
        _ => throw Refuse.QueryShard($"failed to create query: '{text}' is not an IP string literal.", context.Index),
    };
}
