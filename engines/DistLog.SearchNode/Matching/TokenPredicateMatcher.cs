using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows one of whose text's words passes a test.</summary>
/// <param name="field">The text.</param>
/// <param name="predicate">The test.</param>
/// <param name="masked">A test that a word, each digit a <c>0</c>, passes if the word itself may pass; null where that can't be told.</param>
internal sealed class TokenPredicateMatcher(FieldRef field, StringPredicate predicate, StringPredicate? masked = null) : TextMatcher(field)
{
    /// <summary>True where the test depends on how long a run of digits is.</summary>
    public bool CountsCharacters { get; init; }

    public override void Mark(Marks marks) => marks.Add(Field, predicate);

    public override int Cost => 12;

    /// <summary>A test that is the same for masked words doesn't tell digits apart.</summary>
    protected override bool SeesDigits => masked != predicate;

    /// <summary>A wildcard's <c>?</c> and a regular expression's <c>.</c> count characters.</summary>
    protected override bool SeesRunLengths => SeesDigits || CountsCharacters;

    protected override Bits Search(RawStringColumn column) => Search(column, predicate);

    protected override Bits SearchTemplates(RawStringColumn templates) =>
        Search(templates, masked ?? (word => DigitMask.HasDigits(word) || predicate(word)));

    private static Bits Search(RawStringColumn column, StringPredicate test)
    {
        var values = new Bits(column.Offsets.Length - 1);
        for (var value = 0; value < values.Length; value++)
        {
            EvaluationLimits.CheckNowAndThen(value);
            if (HasWord(column.Folded[value], test))
            {
                values.Set(value);
            }
        }

        return values;
    }

    private static bool HasWord(ReadOnlySpan<byte> text, StringPredicate test)
    {
        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            if (test(tokenizer.Current))
            {
                return true;
            }
        }

        return false;
    }
}
