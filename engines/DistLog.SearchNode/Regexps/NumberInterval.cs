using System.Globalization;

namespace DistLog.SearchNode.Regexps;

/// <summary>
/// <c>&lt;8-120&gt;</c> as a pattern: all decimal numbers between two. Where both bounds have the same number of digits, so have the
/// numbers; else any number of leading zeros will do.
/// </summary>
internal static class NumberInterval
{
    private const int LongestBound = 9;

    public static RegexpNode? Of(string from, string to)
    {
        if (from.Length is 0 or > LongestBound || to.Length is 0 or > LongestBound || !from.All(char.IsAsciiDigit) || !to.All(char.IsAsciiDigit))
        {
            return null;
        }

        var (low, high) = (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture));
        (low, high) = low <= high ? (low, high) : (high, low);
        if (from.Length == to.Length)
        {
            return Between(Digits(low, from.Length), Digits(high, from.Length));
        }

        var lengths = new List<RegexpNode>();
        for (var length = Digits(low, 1).Length; length <= Digits(high, 1).Length; length++)
        {
            var first = length == 1 ? 0 : (int)Math.Pow(10, length - 1);
            var last = (int)Math.Min(high, Math.Pow(10, length) - 1);
            lengths.Add(Between(Digits(Math.Max(low, first), length), Digits(last, length)));
        }

        return new ConcatNode([new RepeatNode(Digit('0', '0'), 0, null), new UnionNode(lengths)]);
    }

    private static string Digits(int number, int length) => number.ToString("D" + length, CultureInfo.InvariantCulture);

    private static CharsNode Digit(char low, char high) => new([new CharRange(low, high)]);

    /// <summary>The numbers of one length: those that share the first digit with a bound go on with the rest, those between are free.</summary>
    private static RegexpNode Between(string low, string high)
    {
        if (low.Length == 1)
        {
            return Digit(low[0], high[0]);
        }

        if (low[0] == high[0])
        {
            return new ConcatNode([Digit(low[0], low[0]), Between(low[1..], high[1..])]);
        }

        var rest = low.Length - 1;
        var parts = new List<RegexpNode>
        {
            new ConcatNode([Digit(low[0], low[0]), Between(low[1..], new string('9', rest))]),
            new ConcatNode([Digit(high[0], high[0]), Between(new string('0', rest), high[1..])]),
        };
        if (high[0] - low[0] > 1)
        {
            parts.Add(new ConcatNode([Digit((char)(low[0] + 1), (char)(high[0] - 1)), new RepeatNode(Digit('0', '9'), rest, rest)]));
        }

        return new UnionNode(parts);
    }
}
