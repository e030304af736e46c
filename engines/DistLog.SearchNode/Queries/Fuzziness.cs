using System.Globalization;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>How many edits a word may be away: a number up to 2, or <c>AUTO</c>, by which longer words may have more.</summary>
internal sealed record Fuzziness(int Edits, int Low, int High)
{
    public static Fuzziness Auto { get; } = new(-1, 3, 6);

    public static Fuzziness Parse(string text)
    {
        if (text.Equals("AUTO", StringComparison.OrdinalIgnoreCase))
        {
            return Auto;
        }

        if (text.StartsWith("AUTO:", StringComparison.OrdinalIgnoreCase))
        {
            var bounds = text[5..].Split(',');
            return bounds.Length == 2 && int.TryParse(bounds[0], out var low) && int.TryParse(bounds[1], out var high) && low >= 0 && high >= low
                ? new Fuzziness(-1, low, high)
                : throw new ElasticsearchException(400, "parse_exception", $"failed to find low and high distance values in [{text}]");
        }

        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var edits) && edits is 0 or 1 or 2
            ? new Fuzziness((int)edits, 0, 0)
            : throw Refuse.IllegalArgument($"Invalid fuzziness value: {text}");
    }

    /// <summary>The edits for a word of this many characters.</summary>
    public int For(int length) => Edits >= 0 ? Edits : length < Low ? 0 : length < High ? 1 : 2;
}
