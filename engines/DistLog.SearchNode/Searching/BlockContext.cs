using DistLog.SearchNode.Cluster;
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
    private readonly Dictionary<Query, Bits> _matches = new(ReferenceEqualityComparer.Instance);

    public Block Block => block;

    /// <summary>The number of the block's first row among all documents searched.</summary>
    public long FirstDocument { get; set; }

    /// <summary>The search's query, and the rows that it finds here.</summary>
    public Matcher? Query { get; init; }

    public Bits? Rows { get; init; }

    /// <summary>The rows that anything is asked about; null where it may be any.</summary>
    public Bits? Within { get; init; }

    /// <summary>Each row's score; computed when it is first asked for.</summary>
    public float[]? Scores
    {
        get
        {
            if (field is null && Query is not null)
            {
                field = new float[block.Rows];
                Query.Score(block, Rows!, field);
            }

            return field;
        }

        init;
    }

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

    /// <summary>Lets go of columns, which are found again when they are needed: for a context that is kept for later.</summary>
    public void Release()
    {
        _columns.Clear();
        _matches.Clear();
    }

    /// <summary>The rows that a query inside an aggregation finds; looked for once, however many buckets ask.</summary>
    public Bits Matches(Query filter)
    {
        if (!_matches.TryGetValue(filter, out var rows))
        {
            rows = _matches[filter] = Within is null ? index.Bind(filter).Match(block) : index.Bind(filter).Match(block, Within);
        }

        return rows;
    }
}

/// <summary>An index under evaluation; queries inside aggregations are made ready for it once.</summary>
internal sealed class IndexContext(QueryContext query)
{
    private readonly Dictionary<Query, Matcher> _matchers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<SearchRequest, SortReader[]> _readers = new(ReferenceEqualityComparer.Instance);

    public QueryContext Query => query;

    /// <summary>The index as the search's request named it.</summary>
    public required ResolvedIndex Target { get; init; }

    public FieldRef? Field(string name) => query.Field(name);

    /// <summary>What reads the sort keys of hits inside an aggregation.</summary>
    public SortReader[] Readers(SearchRequest request, SortOrder order)
    {
        if (!_readers.TryGetValue(request, out var readers))
        {
            readers = _readers[request] = [.. order.Fields.Select(field => new SortReader(field, query))];
        }

        return readers;
    }

    public Matcher Bind(Query filter)
    {
        if (!_matchers.TryGetValue(filter, out var matcher))
        {
            matcher = _matchers[filter] = filter.Bind(query);
        }

        return matcher;
    }
}
