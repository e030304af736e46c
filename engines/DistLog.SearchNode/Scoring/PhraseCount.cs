using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Scoring;

/// <summary>How often a phrase occurs in a text; where its words lie apart, each occurrence counts 1 / (1 + distance).</summary>
internal static class PhraseCount
{
    public static float Of(ReadOnlySpan<byte> text, Phrase phrase) => SloppyPhrase.Frequency(SloppyPhrase.Positions(text, phrase), phrase.Slop);
}
