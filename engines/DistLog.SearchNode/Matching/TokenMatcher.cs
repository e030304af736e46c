using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Scoring;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose text has a word.</summary>
internal sealed class TokenMatcher(FieldRef field, byte[] token)
    : WeightedTextMatcher(field, new TextOccurrences(text => WordCount.Of(text, token), DigitMask.HasDigits(token)))
{
    private readonly Lazy<TokenDigits> _digits = new(() => new TokenDigits(token));

    public override bool MayMatch(Block block) => block.MayContain(Field.Field, token);

    protected override bool SeesDigits => DigitMask.HasDigits(token);

    protected override Bits Search(RawStringColumn column) => TokenSearch.Find(column, token);

    protected override void Verify(TemplateColumn column, Bits found) => _digits.Value.Narrow(column, found);

    protected override Bits SearchTemplates(RawStringColumn templates) => TokenSearch.Find(templates, DigitMask.Of(token));

    public override void Mark(Marks marks) => marks.Add(Field, word => word.SequenceEqual(token));

    public override string ToString() => $"{Field.Path}:{System.Text.Encoding.UTF8.GetString(token)}";
}
