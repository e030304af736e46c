using System.Text.RegularExpressions;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>The words of a text as the standard analyzer finds them, by one pattern.</summary>
internal static partial class Words
{
    public static IReadOnlyList<string> Of(string text) =>
        [.. Token().Matches(text).Select(match => match.Value.ToLowerInvariant()).Where(word => word.Trim('_').Length > 0)];

    // An ideograph alone; or letters, digits and underscores, with what may stand between two letters or between two digits.
    [GeneratedRegex(@"[\u4e00-\u9fff]|(?:[\p{L}\p{Nd}_-[\u4e00-\u9fff]]|(?<=[\p{L}-[\u4e00-\u9fff]])[:.'](?=[\p{L}-[\u4e00-\u9fff]])|(?<=\p{Nd})[,;.'](?=\p{Nd}))+")]
    private static partial Regex Token();
}
