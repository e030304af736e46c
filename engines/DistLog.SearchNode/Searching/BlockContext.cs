using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>A block under evaluation, with the index that it belongs to; columns are looked up once.</summary>
internal sealed class BlockContext(IndexContext index, Block block)
{
    private readonly Dictionary<string, Column?> _columns = new(StringComparer.Ordinal);

    public Block Block => block;

    public IndexContext Index => index;

    /// <summary>The column of a field, or null where the index or the block has none.</summary>
    public Column? Column(string name)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            column = _columns[name] = index.Query.Field(name)?.ColumnOf(block);
        }

        return column;
    }
}

/// <summary>An index under evaluation; queries inside aggregations are made ready for it once.</summary>
internal sealed class IndexContext(QueryContext query)
{
    private readonly Dictionary<Query, Matcher> _matchers = new(ReferenceEqualityComparer.Instance);

    public QueryContext Query => query;

    public FieldRef? Field(string name) => query.Field(name);

    public Matcher Bind(Query filter)
    {
        if (!_matchers.TryGetValue(filter, out var matcher))
        {
            matcher = _matchers[filter] = filter.Bind(query);
        }

        return matcher;
    }
}
