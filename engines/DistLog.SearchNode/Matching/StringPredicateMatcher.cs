using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows one of whose strings passes a test: prefixes, wildcards, ranges, regular expressions. A repeated string is tested once.</summary>
internal sealed class StringPredicateMatcher(FieldRef field, StringPredicate predicate) : Matcher
{
    public override void Mark(Marks marks) => marks.Add(field, predicate);

    public override int Cost => 4;

    public override Bits Match(Block block) => field.ColumnOf(block) switch
    {
        DictionaryColumn dictionary => ValueRows.OfTerms(dictionary, TermsOf(dictionary)),
        StringColumn strings => ValueRows.Of(strings, ValuesOf(strings.Raw)),
        _ => new Bits(block.Rows),
    };

    private Bits TermsOf(DictionaryColumn column)
    {
        var terms = new Bits(column.TermCount);
        for (var term = 0; term < terms.Length; term++)
        {
            EvaluationLimits.CheckNowAndThen(term);
            if (predicate(column.Term(term)))
            {
                terms.Set(term);
            }
        }

        return terms;
    }

    private Bits ValuesOf(RawStringColumn column)
    {
        var values = new Bits(column.ValueCount);
        for (var value = 0; value < values.Length; value++)
        {
            EvaluationLimits.CheckNowAndThen(value);
            if (predicate(column[value]))
            {
                values.Set(value);
            }
        }

        return values;
    }
}
