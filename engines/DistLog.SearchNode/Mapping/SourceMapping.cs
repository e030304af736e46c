namespace DistLog.SearchNode.Mapping;

/// <summary>The mapping's <c>_source</c> settings.</summary>
internal sealed record SourceMapping(bool Enabled, IReadOnlyList<string> Includes, IReadOnlyList<string> Excludes)
{
    public static SourceMapping Default { get; } = new(true, [], []);
}
