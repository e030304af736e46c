namespace DistLog.SearchNode.Mapping;

/// <summary>The types that a leaf field can have.</summary>
internal enum FieldKind
{
    Keyword,
    ConstantKeyword,
    Wildcard,
    Text,
    Long,
    Integer,
    Short,
    Byte,
    Double,
    Float,
    HalfFloat,
    ScaledFloat,
    Boolean,
    Date,
    DateNanos,
    Ip,
    Flattened,
    Binary,

    /// <summary>A type that is accepted and kept in the source, and not searched: geo_point, the ranges, completion…</summary>
    Unindexed,
}
