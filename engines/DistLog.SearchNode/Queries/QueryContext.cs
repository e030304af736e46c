using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Queries;

/// <summary>The index that a query is made ready for, and the moment that <c>now</c> is.</summary>
internal sealed record QueryContext(string Index, IndexMapping Mapping, Instant Now, IReadOnlyList<string> DefaultFields)
{
    /// <summary>The field of a name, system fields included; null where the index has none.</summary>
    public FieldRef? Field(string name) =>
        SystemFields.Find(name) is { } system ? new FieldRef(system) : Mapping.Resolve(name);

    /// <summary>The fields of a pattern or a name; for <c>*</c> and nothing, all that text can be looked for in.</summary>
    public IEnumerable<FieldRef> Fields(string pattern) =>
        pattern.Contains('*') ? Mapping.ResolvePattern(pattern) : Field(pattern) is { } field ? [field] : [];
}
