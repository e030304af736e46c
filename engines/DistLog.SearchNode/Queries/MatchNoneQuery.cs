using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>match_none</c>: no document.</summary>
internal sealed class MatchNoneQuery : Query
{
    protected override Matcher BindTo(QueryContext context) => NoneMatcher.Instance;
}
