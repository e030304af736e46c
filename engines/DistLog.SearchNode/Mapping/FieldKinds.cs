using System.Collections.Frozen;

namespace DistLog.SearchNode.Mapping;

/// <summary>The names of the types in a mapping, and what kind of column holds each.</summary>
internal static class FieldKinds
{
    private static readonly FrozenDictionary<string, FieldKind> ByName = new Dictionary<string, FieldKind>
    {
        ["keyword"] = FieldKind.Keyword,
        ["constant_keyword"] = FieldKind.ConstantKeyword,
        ["wildcard"] = FieldKind.Wildcard,
        ["text"] = FieldKind.Text,
        ["match_only_text"] = FieldKind.Text,
        ["long"] = FieldKind.Long,
        ["integer"] = FieldKind.Integer,
        ["short"] = FieldKind.Short,
        ["byte"] = FieldKind.Byte,
        ["double"] = FieldKind.Double,
        ["float"] = FieldKind.Float,
        ["half_float"] = FieldKind.HalfFloat,
        ["scaled_float"] = FieldKind.ScaledFloat,
        ["boolean"] = FieldKind.Boolean,
        ["date"] = FieldKind.Date,
        ["date_nanos"] = FieldKind.DateNanos,
        ["ip"] = FieldKind.Ip,
        ["flattened"] = FieldKind.Flattened,
        ["binary"] = FieldKind.Binary,
        ["geo_point"] = FieldKind.Unindexed,
        ["geo_shape"] = FieldKind.Unindexed,
        ["integer_range"] = FieldKind.Unindexed,
        ["long_range"] = FieldKind.Unindexed,
        ["float_range"] = FieldKind.Unindexed,
        ["double_range"] = FieldKind.Unindexed,
        ["date_range"] = FieldKind.Unindexed,
        ["ip_range"] = FieldKind.Unindexed,
        ["completion"] = FieldKind.Unindexed,
        ["unsigned_long"] = FieldKind.Unindexed,
        ["version"] = FieldKind.Unindexed,
    }.ToFrozenDictionary();

    public static bool TryParse(string name, out FieldKind kind) => ByName.TryGetValue(name, out kind);

    public static bool IsWhole(this FieldKind kind) =>
        kind is FieldKind.Long or FieldKind.Integer or FieldKind.Short or FieldKind.Byte;

    public static bool IsFractional(this FieldKind kind) =>
        kind is FieldKind.Double or FieldKind.Float or FieldKind.HalfFloat or FieldKind.ScaledFloat;

    public static bool IsNumeric(this FieldKind kind) => kind.IsWhole() || kind.IsFractional();

    public static bool IsDate(this FieldKind kind) => kind is FieldKind.Date or FieldKind.DateNanos;

    /// <summary>Held in a column of whole numbers.</summary>
    public static bool HasLongs(this FieldKind kind) => kind.IsWhole() || kind.IsDate() || kind is FieldKind.Boolean;

    /// <summary>Held in a column of strings.</summary>
    public static bool HasStrings(this FieldKind kind) => !kind.HasLongs() && !kind.IsFractional();

    /// <summary>Strings that are compared as a whole.</summary>
    public static bool IsKeyword(this FieldKind kind) =>
        kind is FieldKind.Keyword or FieldKind.ConstantKeyword or FieldKind.Wildcard or FieldKind.Flattened;

    /// <summary>The smallest and the largest number of an integer type.</summary>
    public static (long Low, long High) Bounds(this FieldKind kind) => kind switch
    {
        FieldKind.Integer => (int.MinValue, int.MaxValue),
        FieldKind.Short => (short.MinValue, short.MaxValue),
        FieldKind.Byte => (sbyte.MinValue, sbyte.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };
}
