using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Mapping;

/// <summary>
/// An index's mapping at one moment, compiled. It never changes: a mapping update makes a new one, whose fields keep their ordinals.
/// </summary>
internal sealed class IndexMapping
{
    public required MappingSettings Settings { get; init; }

    /// <summary>Fields, objects, sub-fields and aliases, as the limit of fields counts them.</summary>
    public required int FieldCount { get; init; }

    /// <summary>The formats by which strings of unknown fields are found to be dates.</summary>
    public required IReadOnlyList<DateFormat> DynamicDates { get; init; }

    public required JsonObject Json { get; init; }

    public required ObjectMapping Root { get; init; }

    /// <summary>All leaf fields by path, sub-fields too.</summary>
    public required IReadOnlyDictionary<string, FieldMapping> Fields { get; init; }

    /// <summary>The leaf fields by ordinal.</summary>
    public required IReadOnlyList<FieldMapping> ByOrdinal { get; init; }

    public required IReadOnlyDictionary<string, string> Aliases { get; init; }

    public required IReadOnlyList<DynamicTemplate> DynamicTemplates { get; init; }

    public bool DateDetection { get; init; } = true;

    public bool NumericDetection { get; init; }

    /// <summary>Whether _source is kept at all.</summary>
    public required SourceMapping Source { get; init; }

    /// <summary>The field of a name, of an alias, or a key of a flattened field; null where there is none.</summary>
    /// <exception cref="ElasticsearchException">The field can't be searched.</exception>
    public FieldRef? Resolve(string name) => Find(name) is { Kind: FieldKind.Unindexed } kept ? throw Unindexed(kept.Field) : Find(name);

    /// <summary>The same for those who look at documents only: also a field that can't be searched.</summary>
    public FieldRef? Find(string name)
    {
        if (Fields.TryGetValue(Aliases.GetValueOrDefault(name, name), out var field))
        {
            return new FieldRef(field);
        }

        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            if (Fields.TryGetValue(name[..dot], out var parent) && parent.Kind == FieldKind.Flattened)
            {
                return new FieldRef(parent, name[(dot + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Nothing is found in such a field, which is not the same as that nothing is there.</summary>
    private static ElasticsearchException Unindexed(FieldMapping field) => Refuse.IllegalArgument(field.TypeName is "text" or "keyword"
        ? $"field [{field.Path}] has an analyzer or normalizer that this node doesn't have; it is kept and can't be searched"
        : $"fields of type [{field.TypeName}] are kept and can't be searched by this node: [{field.Path}]");

    /// <summary>The fields that a pattern (<c>*</c> or a plain name) names.</summary>
    public IEnumerable<FieldRef> ResolvePattern(string pattern)
    {
        if (!pattern.Contains('*'))
        {
            return Resolve(pattern) is { } field ? [field] : [];
        }

        return Fields.Values.Where(field => Matching.Glob.Matches(pattern, field.Path)).Select(field => new FieldRef(field));
    }

    /// <summary>The paths of all objects.</summary>
    public required IReadOnlySet<string> Objects { get; init; }

    /// <summary>Documents without a routing value are refused.</summary>
    public bool RequiresRouting { get; init; }

    /// <summary>Whether the mapping names the formats of dates itself; they may start with anything.</summary>
    public bool HasOwnDynamicDates { get; init; }

    /// <summary>Whether the path is an object that is mapped.</summary>
    public bool HasObject(string path) => Objects.Contains(path);

    /// <summary>Whether the name is an object, or a field.</summary>
    public bool IsObject(string name) => Fields.Keys.Any(path => path.StartsWith(name + ".", StringComparison.Ordinal));
}
