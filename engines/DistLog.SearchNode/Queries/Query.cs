using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary>A query as it was asked, not tied to an index yet.</summary>
internal abstract class Query
{
    public float Boost { get; set; } = 1;

    /// <summary>The name by which hits tell that this query matched them; null for most.</summary>
    public string? Name { get; set; }

    /// <summary>Makes the query ready for one index.</summary>
    /// <exception cref="Errors.ElasticsearchException">A value doesn't fit the type that the field has there.</exception>
    public Matcher Bind(QueryContext context)
    {
        var matcher = BindTo(context);
        return Boost == 1 ? matcher : new BoostMatcher(matcher, Boost, constant: false);
    }

    protected abstract Matcher BindTo(QueryContext context);
}
