using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Queries;

/// <summary>The analyzers that a query can ask for its own text. Documents are always taken apart by the standard one.</summary>
internal static class Analyzers
{
    public static void Check(string query, string? name)
    {
        if (name is not (null or "standard" or "default" or "whitespace" or "keyword" or "simple"))
        {
            throw Refuse.NotSupported($"{query} with the analyzer [{name}]");
        }
    }

    /// <summary>The words that an analyzer makes of a text.</summary>
    public static List<byte[]> Tokens(string? analyzer, string text) => analyzer switch
    {
        "whitespace" => [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Encoding.UTF8.GetBytes)],
        "keyword" => text.Length == 0 ? [] : [Encoding.UTF8.GetBytes(text)],
        "simple" => [.. Letters(text).Select(Encoding.UTF8.GetBytes)],
        _ => Analyzer.Tokens(text),
    };

    private static IEnumerable<string> Letters(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in (text.ToLowerInvariant() + " ").EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}
