using System.Globalization;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>How many of the optional clauses must match: <c>2</c>, <c>-1</c>, <c>75%</c>, <c>-25%</c>, <c>2&lt;75%</c>.</summary>
internal static class MinimumShouldMatch
{
    public static int Of(string? text, int clauses, int unset)
    {
        if (text is null)
        {
            return unset;
        }

        var result = text.Contains('<') ? Conditional(text, clauses) : Plain(text, clauses);
        return Math.Clamp(result, 0, clauses + 1);
    }

    private static int Conditional(string text, int clauses)
    {
        var result = clauses;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = part.Split('<');
            if (sides.Length != 2 || !int.TryParse(sides[0], CultureInfo.InvariantCulture, out var above))
            {
                throw Wrong(text);
            }

            if (clauses > above)
            {
                result = Plain(sides[1], clauses);
            }
        }

        return result;
    }

    private static int Plain(string text, int clauses)
    {
        var percent = text.EndsWith('%');
        if (!int.TryParse(percent ? text[..^1] : text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
        {
            throw Wrong(text);
        }

        if (percent)
        {
            number = (int)(clauses * (long)number / 100);
        }

        return number < 0 ? Math.Max(0, clauses + number) : number;
    }

    private static ElasticsearchException Wrong(string text) => Refuse.IllegalArgument($"For input string: \"{text}\" of [minimum_should_match]");
}
