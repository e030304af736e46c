using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Text.Analysis;

/// <summary>Elasticsearch's token filters, as far as this node has them.</summary>
internal static class TokenFilters
{
    private static readonly HashSet<string> EnglishStopWords =
    [
        "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or", "such", "that", "the", "their",
        "then", "there", "these", "they", "this", "to", "was", "will", "with",
    ];

    /// <param name="type">The filter's name, or the type of one that is defined.</param>
    /// <param name="options">What defines it; null for a filter by its name.</param>
    /// <param name="tokens">What comes in.</param>
    public static IEnumerable<Token> Run(string type, JsonObject? options, IEnumerable<Token> tokens) => type switch
    {
        "lowercase" => tokens.Select(token => token with { Text = token.Text.ToLowerInvariant() }),
        "uppercase" => tokens.Select(token => token with { Text = token.Text.ToUpperInvariant() }),
        "trim" => tokens.Select(token => token with { Text = token.Text.Trim() }),
        "reverse" => tokens.Select(token => token with { Text = new string([.. token.Text.Reverse()]) }),
        "asciifolding" => tokens.Select(token => token with { Text = Fold(token.Text) }),
        "stop" => Stop(options, tokens),
        "length" => tokens.Where(token => token.Text.Length >= (options?["min"].Int() ?? 0) && token.Text.Length <= (options?["max"].Int() ?? int.MaxValue)),
        "truncate" => tokens.Select(token => token with { Text = token.Text[..Math.Min(token.Text.Length, Math.Max(0, options?["length"].Int() ?? 10))] }),
        "unique" => tokens.DistinctBy(token => token.Text),
        _ => throw Refuse.IllegalArgument($"failed to find global filter under [{type}]; this node has [lowercase, uppercase, trim, reverse, asciifolding, stop, length, truncate, unique]"),
    };

    private static IEnumerable<Token> Stop(JsonObject? options, IEnumerable<Token> tokens)
    {
        HashSet<string> words = options?["stopwords"].Strings() switch
        {
            null or [] or ["_english_"] => EnglishStopWords,
            ["_none_"] => [],
            var own => [.. own],
        };
        var ignoresCase = options?["ignore_case"].Bool() ?? false;
        return tokens.Where(token => !words.Contains(ignoresCase ? token.Text.ToLowerInvariant() : token.Text));
    }

    /// <summary>Letters without their marks, and the few that have none to lose written with plain ones.</summary>
    private static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(c switch { 'ß' => "ss", 'æ' => "ae", 'Æ' => "AE", 'œ' => "oe", 'Œ' => "OE", 'ø' => "o", 'Ø' => "O", 'đ' => "d", 'ł' => "l", 'Ł' => "L", _ => c.ToString() });
            }
        }

        return folded.ToString();
    }
}
