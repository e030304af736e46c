using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Scoring;

/// <summary>How often a word stands in a text.</summary>
internal static class WordCount
{
    public static float Of(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        var count = 0;
        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            count += tokenizer.Current.SequenceEqual(word) ? 1 : 0;
        }

        return count;
    }
}
