using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>What happens to a field that the mapping doesn't know.</summary>
internal enum DynamicMode
{
    True,
    False,
    Strict,
    Runtime,
}

/// <summary>An object of a mapping with its fields.</summary>
internal sealed class ObjectMapping : MappingNode
{
    public required DynamicMode Dynamic { get; init; }

    /// <summary>False for an object that is kept in the source and otherwise ignored.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>False where names with dots are the object's own fields and not objects in it.</summary>
    public bool HasSubobjects { get; init; } = true;

    /// <summary>Its objects are documents of their own, which only nested queries see.</summary>
    public bool IsNested { get; init; }

    /// <summary>A nested object's values are the document's too.</summary>
    public bool IncludedAbove { get; init; }

    public Utf8Map<MappingNode> Children { get; } = new();
}
