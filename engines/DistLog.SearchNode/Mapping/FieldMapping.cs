using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Mapping;

/// <summary>A leaf field.</summary>
internal sealed class FieldMapping : MappingNode
{
    public required FieldKind Kind { get; init; }

    /// <summary>The name of the type as the mapping gives it.</summary>
    public required string TypeName { get; init; }

    /// <summary>The field's number within its index, the same for as long as the index lives in memory.</summary>
    public required int Ordinal { get; init; }

    /// <summary>False: kept in the source, and neither searched nor aggregated.</summary>
    public bool Searchable { get; init; } = true;

    /// <summary>Strings longer than this many characters are not indexed.</summary>
    public int IgnoreAbove { get; init; } = int.MaxValue;

    /// <summary>A value that doesn't fit the type is left out instead of failing the document.</summary>
    public bool IgnoreMalformed { get; init; }

    /// <summary>Strings that hold numbers are taken for numbers, and fractions are cut off.</summary>
    public bool Coerce { get; init; } = true;

    /// <summary>How deep the keys of a flattened field may nest.</summary>
    public int DepthLimit { get; init; } = 20;

    /// <summary>Whether the value is given out by <c>stored_fields</c>.</summary>
    public bool IsStored { get; init; }

    /// <summary>What stands in for an explicit null.</summary>
    public string? NullValue { get; init; }

    /// <summary>The value of a constant_keyword.</summary>
    public string? ConstantValue { get; init; }

    public DateFormat DateFormat { get; init; } = DateFormat.Default;

    public double ScalingFactor { get; init; } = 1;

    public bool LowercaseNormalizer { get; init; }

    /// <summary>The same value indexed in other ways (<c>message.keyword</c>).</summary>
    public IReadOnlyList<FieldMapping> SubFields { get; init; } = [];

    /// <summary>Other fields that take this one's values too.</summary>
    public IReadOnlyList<string> CopyTo { get; init; } = [];
}
