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

    public Utf8Map<MappingNode> Children { get; } = new();
}
