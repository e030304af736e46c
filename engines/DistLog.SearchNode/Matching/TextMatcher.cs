using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>A search in a full-text column. Where the block's texts repeat, each distinct one is searched once.</summary>
internal abstract class TextMatcher(FieldRef searched) : Matcher
{
    protected FieldRef Field => searched;

    public override int Cost => 8;

    public override Bits Match(Block block)
    {
        if (!MayMatch(block))
        {
            return new Bits(block.Rows);
        }

        return searched.ColumnOf(block) switch
        {
            DictionaryColumn dictionary => ValueRows.OfTerms(dictionary, Search(TermsOf(dictionary))),
            StringColumn strings => ValueRows.Of(strings, Search(strings.Raw)),
            _ => new Bits(block.Rows),
        };
    }

    /// <summary>The value numbers that match.</summary>
    protected abstract Bits Search(RawStringColumn column);

    private static RawStringColumn TermsOf(DictionaryColumn column) =>
        new() { Rows = column.TermCount, Data = column.TermData, Offsets = column.TermOffsets };
}
