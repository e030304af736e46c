using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose text has a word.</summary>
internal sealed class TokenMatcher(FieldRef field, byte[] token) : TextMatcher(field)
{
    private readonly Lazy<TokenDigits> _digits = new(() => new TokenDigits(token));
    private readonly TextOccurrences _occurrences = new(text => WordCount.Of(text, token), DigitMask.HasDigits(token));

    /// <summary>What the word weighs; null where every match scores 1.</summary>
    public TermWeight? Weight { get; set; }

    public override bool MayMatch(Block block) => block.MayContain(Field.Field, token);

    protected override bool SeesDigits => DigitMask.HasDigits(token);

    protected override Bits Search(RawStringColumn column) => TokenSearch.Find(column, token);

    protected override void Verify(TemplateColumn column, Bits found) => _digits.Value.Narrow(column, found);

    protected override Bits SearchTemplates(RawStringColumn templates) => TokenSearch.Find(templates, DigitMask.Of(token));

    public override void Score(Block block, Bits rows, float[] scores)
    {
        if (Weight is null)
        {
            base.Score(block, rows, scores);
            return;
        }

        TextScores.Add(block, Field, Weight, Match(block, rows), _occurrences, scores);
    }

    public override Explanation Explain(Block block, int row) =>
        Weight is null ? base.Explain(block, row) : TermExplanation.OfText(this, Field, Weight, _occurrences, block, row);

    public override void Mark(Marks marks) => marks.Add(Field, word => word.SequenceEqual(token));

    public override string ToString() => $"{Field.Path}:{System.Text.Encoding.UTF8.GetString(token)}";
}
