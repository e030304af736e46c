using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Matching;

/// <summary>Rows that have any value in one of the fields.</summary>
internal sealed class ExistsMatcher(IReadOnlyList<FieldRef> fields) : Matcher
{
    public override Bits Match(Block block)
    {
        var rows = new Bits(block.Rows);
        foreach (var field in fields)
        {
            if (field.ColumnOf(block) is { } column)
            {
                rows.Or(column.PresentRows());
            }
        }

        return rows;
    }
}
