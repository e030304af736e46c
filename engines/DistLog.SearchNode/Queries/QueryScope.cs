namespace DistLog.SearchNode.Queries;

/// <summary>What a request's queries need beside themselves.</summary>
internal sealed class QueryScope
{
    /// <summary>Queries with a <c>_name</c>, whose matches are told with each hit.</summary>
    public List<Query> Named { get; } = [];

    /// <summary>Queries whose values stand in another document, to be read before the search begins.</summary>
    public List<TermsQuery> Lookups { get; } = [];
}
