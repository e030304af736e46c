using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>match_all</c>: every document.</summary>
internal sealed class MatchAllQuery : Query
{
    protected override Matcher BindTo(QueryContext context) => AllMatcher.Instance;
}
