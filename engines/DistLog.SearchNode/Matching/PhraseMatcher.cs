using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose text has words in order.</summary>
internal sealed class PhraseMatcher(FieldRef field, Phrase phrase)
    : WeightedTextMatcher(field, new TextOccurrences(text => PhraseCount.Of(text, phrase), DigitMask.HasDigits(phrase)))
{
    public override int Cost => 9;

    public override bool MayMatch(Block block)
    {
        var whole = phrase.LastIsPrefix ? phrase.Tokens.Count - 1 : phrase.Tokens.Count;
        for (var i = 0; i < whole; i++)
        {
            if (!block.MayContain(Field.Field, phrase.Tokens[i]))
            {
                return false;
            }
        }

        return true;
    }

    protected override bool SeesDigits => DigitMask.HasDigits(phrase);

    protected override Bits Search(RawStringColumn column) => PhraseSearch.Find(column, phrase);

    protected override Bits SearchTemplates(RawStringColumn templates) => PhraseSearch.Find(templates, DigitMask.Of(phrase));

    public override void Mark(Marks marks) => marks.Add(Field, phrase);

    public override string ToString() => $"{Field.Path}:\"{string.Join(' ', phrase.Tokens.Select(System.Text.Encoding.UTF8.GetString))}\"";
}
