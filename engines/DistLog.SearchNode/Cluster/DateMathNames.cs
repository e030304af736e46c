using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Cluster;

/// <summary>Names of indices with a date in them: <c>&lt;logs-{now/d}&gt;</c>, <c>&lt;logs-{now/M{yyyy.MM|+02:00}}&gt;</c>.</summary>
internal static class DateMathNames
{
    private const string DefaultFormat = "yyyy.MM.dd";

    /// <summary>The list of names with each date put in.</summary>
    public static string Resolve(string expression, Instant now) => expression.Contains('<')
        ? string.Join(',', Split(expression).Select(name => ResolveOne(name, now)))
        : expression;

    /// <summary>Commas inside angle brackets belong to a name.</summary>
    private static IEnumerable<string> Split(string expression)
    {
        var (start, depth) = (0, 0);
        for (var at = 0; at < expression.Length; at++)
        {
            depth += expression[at] == '<' ? 1 : expression[at] == '>' ? -1 : 0;
            if (expression[at] == ',' && depth <= 0)
            {
                yield return expression[start..at];
                start = at + 1;
            }
        }

        yield return expression[start..];
    }

    private static string ResolveOne(string name, Instant now)
    {
        if (!name.StartsWith('<') || !name.EndsWith('>'))
        {
            return name;
        }

        var inner = name[1..^1];
        var open = inner.IndexOf('{', StringComparison.Ordinal);
        while (open >= 0)
        {
            var close = Closing(inner, open);
            var date = Date(inner[(open + 1)..close], now);
            inner = inner[..open] + date + inner[(close + 1)..];
            open = inner.IndexOf('{', open + date.Length);
        }

        return inner;
    }

    private static int Closing(string text, int open)
    {
        var depth = 0;
        for (var at = open; at < text.Length; at++)
        {
            depth += text[at] == '{' ? 1 : text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at;
            }
        }

        throw Wrong(text, "date math placeholder is open ended");
    }

    private static string Date(string math, Instant now)
    {
        var (format, zone) = (DefaultFormat, ZoneOffset.Utc);
        var open = math.IndexOf('{', StringComparison.Ordinal);
        if (open >= 0)
        {
            var parts = math[(open + 1)..].TrimEnd('}').Split('|');
            format = parts[0].Length > 0 ? parts[0] : throw Wrong(math, "missing date format");
            zone = parts.Length > 1 ? ZoneOffset.Parse(parts[1]) : zone;
            math = math[..open];
        }

        return DateFormat.Parse(format).Format(DateMath.Parse(math, DateFormat.Default, now, false, zone), zone);
    }

    private static ElasticsearchException Wrong(string text, string why) =>
        new(400, "parse_exception", $"invalid dynamic name expression [{text}]. {why}");
}
