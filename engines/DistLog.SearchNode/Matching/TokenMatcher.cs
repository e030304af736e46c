using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows whose text has a word.</summary>
internal sealed class TokenMatcher(FieldRef field, byte[] token) : TextMatcher(field)
{
    public override bool MayMatch(Block block) => block.MayContain(Field.Field, token);

    protected override Bits Search(RawStringColumn column) => TokenSearch.Find(column, token);
}
