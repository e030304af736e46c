namespace DistLog.SearchNode.Mapping;

/// <summary>An object or a leaf field of a mapping, at its full dotted path.</summary>
internal abstract class MappingNode
{
    public required string Path { get; init; }

    /// <summary>A number among the nodes of one compiled mapping, counted from 0; the parser tells repeated names by it.</summary>
    public int Number { get; init; }
}
