using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>Numbers as precisely as their field's type holds them.</summary>
internal static class NumericPrecision
{
    public static double Round(FieldMapping field, double value) => field.Kind switch
    {
        FieldKind.Float => (float)value,
        FieldKind.HalfFloat => (double)(Half)value,
        FieldKind.ScaledFloat => Math.Round(value * field.ScalingFactor, MidpointRounding.AwayFromZero) / field.ScalingFactor,
        _ => value,
    };
}
