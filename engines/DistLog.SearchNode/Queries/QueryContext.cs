using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Scoring;

namespace DistLog.SearchNode.Queries;

/// <summary>The index that a query is made ready for, and the moment that <c>now</c> is.</summary>
internal sealed record QueryContext(string Index, IndexMapping Mapping, Instant Now, IReadOnlyList<string> DefaultFields)
{
    /// <summary>What scores are computed from.</summary>
    public IndexStatistics Statistics { get; init; } = new([]);

    /// <summary>The settings of the index that queries heed.</summary>
    public SearchLimits Limits { get; init; } = SearchLimits.Default;

    /// <summary>The context for one index as a search sees it.</summary>
    public static QueryContext Of(ResolvedIndex target, Instant now) =>
        new(target.Index.Name, target.Index.Mapping, now, target.Index.DefaultFields)
        {
            Statistics = new IndexStatistics(target.View),
            Limits = SearchLimits.Of(target.Index.Metadata.Settings),
        };

    /// <summary>The field of a name, system fields included; null where the index has none.</summary>
    public FieldRef? Field(string name) =>
        SystemFields.Find(name) is { } system ? new FieldRef(system) : Mapping.Resolve(name);

    /// <summary>The fields of a pattern or a name; for <c>*</c> and nothing, all that text can be looked for in.</summary>
    public IEnumerable<FieldRef> Fields(string pattern) =>
        pattern.Contains('*') ? Mapping.ResolvePattern(pattern) : Field(pattern) is { } field ? [field] : [];
}
