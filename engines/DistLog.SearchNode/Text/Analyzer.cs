using System.Text;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Text;

/// <summary>What the standard analyzer makes of a query's text: its words in lower case.</summary>
internal static class Analyzer
{
    public static List<byte[]> Tokens(string text)
    {
        var folded = FoldedText.Fold(Encoding.UTF8.GetBytes(text));
        var tokens = new List<byte[]>();
        var tokenizer = new StandardTokenizer(folded);
        while (tokenizer.MoveNext())
        {
            tokens.Add(tokenizer.Current.ToArray());
        }

        return tokens;
    }
}
