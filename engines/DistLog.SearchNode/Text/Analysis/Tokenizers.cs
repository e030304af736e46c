using System.Text;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Text.Analysis;

/// <summary>Elasticsearch's tokenizers, as far as this node has them.</summary>
internal static class Tokenizers
{
    public static IEnumerable<Token> Run(string name, string text) => name switch
    {
        "standard" => Standard(text),
        "keyword" => text.Length == 0 ? [] : [new Token(text, 0, text.Length, "word", 0)],
        "whitespace" => Split(text, c => !char.IsWhiteSpace(c)),
        "letter" => Split(text, char.IsLetter),
        "lowercase" => Split(text, char.IsLetter).Select(token => token with { Text = token.Text.ToLowerInvariant() }),
        _ => throw Refuse.IllegalArgument($"failed to find global tokenizer under [{name}]; this node has [standard, keyword, whitespace, letter, lowercase]"),
    };

    private static List<Token> Standard(string text)
    {
        var (bytes, tokens) = (Encoding.UTF8.GetBytes(text), new List<Token>());
        var tokenizer = new StandardTokenizer(bytes);
        while (tokenizer.MoveNext())
        {
            var start = Encoding.UTF8.GetCharCount(bytes, 0, tokenizer.Start);
            var word = Encoding.UTF8.GetString(tokenizer.Current);
            var type = word.All(c => char.IsDigit(c) || c is '.' or ',') ? "<NUM>" : char.GetUnicodeCategory(word[0]) == System.Globalization.UnicodeCategory.OtherLetter && word.Length == 1 ? "<IDEOGRAPHIC>" : "<ALPHANUM>";
            tokens.Add(new Token(word, start, start + word.Length, type, tokens.Count));
        }

        return tokens;
    }

    private static List<Token> Split(string text, Func<char, bool> isInside)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var start = at;
            while (at < text.Length && isInside(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                tokens.Add(new Token(text[start..at], start, at, "word", tokens.Count));
            }

            at += at < text.Length ? 1 : 0;
        }

        return tokens;
    }
}
