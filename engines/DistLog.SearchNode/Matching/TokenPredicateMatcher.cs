using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows one of whose text's words passes a test.</summary>
internal sealed class TokenPredicateMatcher(FieldRef field, StringPredicate predicate) : TextMatcher(field)
{
    public override void Mark(Marks marks) => marks.Add(Field, predicate);

    public override int Cost => 12;

    protected override Bits Search(RawStringColumn column)
    {
        var values = new Bits(column.Offsets.Length - 1);
        for (var value = 0; value < values.Length; value++)
        {
            if (HasWord(column.Folded[value]))
            {
                values.Set(value);
            }
        }

        return values;
    }

    private bool HasWord(ReadOnlySpan<byte> text)
    {
        var tokenizer = new StandardTokenizer(text);
        while (tokenizer.MoveNext())
        {
            if (predicate(tokenizer.Current))
            {
                return true;
            }
        }

        return false;
    }
}
