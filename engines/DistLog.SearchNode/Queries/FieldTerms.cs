using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary>Makes the matcher for "the field has this value", for each type of field.</summary>
internal static class FieldTerms
{
    public static Matcher Term(QueryContext context, FieldRef field, string value, bool ignoreCase = false)
    {
        CheckSearchable(context, field);
        return field.Kind switch
        {
            _ when field.Field == SystemFields.Id && !ignoreCase => new IdMatcher([Encoding.UTF8.GetBytes(value)]),
            FieldKind.Text when ignoreCase => new TokenPredicateMatcher(field, IgnoringCase(value), IgnoringCase(DigitMask.Of(value))),
            FieldKind.Text => TextTerms.Word(context, field, Encoding.UTF8.GetBytes(value)),
            FieldKind.ConstantKeyword => Constant(context, field, constant => string.Equals(constant, value, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)),
            FieldKind.Ip => Ip(context, field, value),
            FieldKind.Boolean => Boolean(context, field, value),
            FieldKind.Date or FieldKind.DateNanos => Date(context, field, value),
            _ when field.Kind.IsFractional() => new DoubleRangeMatcher(field, Number(context, value), Number(context, value)),
            _ when field.Kind.IsWhole() => Whole(context, field, value),
            _ when ignoreCase => new StringPredicateMatcher(field, IgnoringCase(value)),
            _ => Value(context, field, Encoding.UTF8.GetBytes(field.Field.LowercaseNormalizer ? value.ToLowerInvariant() : value)),
        };
    }

    /// <summary>Refuses fields that are kept and can't be searched, by the mapping or by their type.</summary>
    public static void CheckSearchable(QueryContext context, FieldRef field)
    {
        if (field.Kind == FieldKind.Unindexed)
        {
            throw Refuse.QueryShard($"failed to create query: searching in the field [{field.Path}] of type [{field.Field.TypeName}] is not supported by this node", context.Index);
        }

        if (!field.Field.Searchable)
        {
            throw Refuse.QueryShard($"failed to create query: Cannot search on field [{field.Path}] since it is not indexed nor has doc values.", context.Index);
        }
    }

    /// <summary>A whole value of a keyword field; ids and wildcard fields have no weights.</summary>
    private static StringTermsMatcher Value(QueryContext context, FieldRef field, byte[] value)
    {
        var matcher = new StringTermsMatcher(field, [value]);
        matcher.Weight = field.Kind is FieldKind.Keyword or FieldKind.Flattened && field.Field != SystemFields.Id ? TermWeight.Of(context.Statistics, field, value, matcher) : null;
        return matcher;
    }

    /// <summary>The matcher for "the field has one of these values".</summary>
    public static Matcher Terms(QueryContext context, FieldRef field, IReadOnlyList<string> values)
    {
        if (field.Field == SystemFields.Id)
        {
            return new IdMatcher([.. values.Select(Encoding.UTF8.GetBytes)]);
        }

        if (field.Kind is FieldKind.Keyword or FieldKind.Wildcard or FieldKind.Flattened && field.Field.Searchable && !field.Field.LowercaseNormalizer)
        {
            return new StringTermsMatcher(field, [.. values.Select(Encoding.UTF8.GetBytes)]);
        }

        if (field.Kind.IsWhole() && values.All(value => long.TryParse(value, CultureInfo.InvariantCulture, out _)))
        {
            return new LongTermsMatcher(field, [.. values.Select(value => long.Parse(value, CultureInfo.InvariantCulture))]);
        }

        return new BoostMatcher(new BoolMatcher([], [], [.. values.Select(value => Term(context, field, value))], [], 1), 1, constant: true);
    }

    /// <summary>A constant_keyword decides for the whole index.</summary>
    public static Matcher Constant(QueryContext context, FieldRef field, Func<string, bool> test)
    {
        _ = context;
        return field.Field.ConstantValue is { } constant && test(constant) ? AllMatcher.Instance : NoneMatcher.Instance;
    }

    public static double Number(QueryContext context, string value) =>
        Utf8Parser.TryParse(Encoding.UTF8.GetBytes(value), out double number, out var used) && used == Encoding.UTF8.GetByteCount(value)
            ? number
            : throw NotANumber(context, value);

    public static ElasticsearchException NotANumber(QueryContext context, string value) =>
        new(400, "query_shard_exception", $"failed to create query: For input string: \"{value}\"", context.Index)
        {
            Cause = new ElasticsearchException(400, "number_format_exception", $"For input string: \"{value}\""),
        };

    private static StringPredicate IgnoringCase(string value) =>
        candidate => string.Equals(Encoding.UTF8.GetString(candidate), value, StringComparison.OrdinalIgnoreCase);

    private static Matcher Whole(QueryContext context, FieldRef field, string value)
    {
        if (long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole))
        {
            return new LongRangeMatcher(field, whole, whole);
        }

        var number = Number(context, value);
        return number == Math.Floor(number) && Math.Abs(number) < long.MaxValue
            ? new LongRangeMatcher(field, (long)number, (long)number)
            : NoneMatcher.Instance;
    }

    private static WeighedMatcher Boolean(QueryContext context, FieldRef field, string value) => value switch
    {
        "true" => new WeighedMatcher(new LongRangeMatcher(field, 1, 1), context.Statistics, field, "true"u8.ToArray()),
        "false" or "" => new WeighedMatcher(new LongRangeMatcher(field, 0, 0), context.Statistics, field, "false"u8.ToArray()),
        _ => throw Refuse.QueryShard($"failed to create query: Can't parse boolean value [{value}], expected [true] or [false]", context.Index),
    };

    private static LongRangeMatcher Date(QueryContext context, FieldRef field, string value)
    {
        var (low, high) = (Parse(context, field, value, false), Parse(context, field, value, true));
        return new LongRangeMatcher(field, low, high);
    }

    public static long Parse(QueryContext context, FieldRef field, string value, bool roundUp, DateFormat? format = null, ZoneOffset? zone = null)
    {
        var instant = DateMath.Parse(value, format ?? field.Field.DateFormat, context.Now, roundUp, zone ?? ZoneOffset.Utc);
        if (field.Kind == FieldKind.Date)
        {
            return instant.Millis;
        }

        return instant.Seconds switch
        {
            < 0 => 0,
            > 9_223_372_035 => long.MaxValue,
            _ => instant.TotalNanos,
        };
    }

    private static Matcher Ip(QueryContext context, FieldRef field, string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? value : value[..slash], out var address))
        {
            throw Refuse.QueryShard($"failed to create query: '{value}' is not an IP string literal.", context.Index);
        }

        var bytes = address.MapToIPv6().GetAddressBytes();
        if (slash < 0)
        {
            return new StringTermsMatcher(field, [bytes]);
        }

        var bits = int.TryParse(value.AsSpan(slash + 1), CultureInfo.InvariantCulture, out var length) ? length : -1;
        bits += address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 96 : 0;
        if (bits is < 0 or > 128)
        {
            throw Refuse.QueryShard($"failed to create query: illegal prefix length in [{value}]", context.Index);
        }

        return new StringPredicateMatcher(field, candidate => SharesPrefix(candidate, bytes, bits));
    }

    private static bool SharesPrefix(ReadOnlySpan<byte> candidate, byte[] network, int bits)
    {
        var whole = bits / 8;
        return candidate.Length == 16
            && candidate[..whole].SequenceEqual(network.AsSpan(0, whole))
            && (bits % 8 == 0 || (candidate[whole] ^ network[whole]) >> (8 - (bits % 8)) == 0);
    }
}
