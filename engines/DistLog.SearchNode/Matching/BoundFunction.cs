using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Matching;

/// <summary>A function of <c>function_score</c> made ready for one index.</summary>
internal sealed record BoundFunction(Matcher? Filter, float Weight, string? Name, FieldRef? Field, float Factor, double? Missing, Func<double, double> Modifier)
{
    /// <summary>What the function gives for a row: the weight, times the field's first value where there is a field.</summary>
    public double Value(Column? column, int row)
    {
        if (Name is null)
        {
            return Weight;
        }

        var value = Modifier((Read(column, row) ?? Missing ?? throw Refuse.IllegalArgument($"Missing value for field [{Name}]")) * Factor);
        return double.IsFinite(value) && value >= 0
            ? Weight * value
            : throw Refuse.IllegalArgument($"field value function must not produce negative scores, but got: [{value}] for field value: [{Read(column, row) ?? Missing}]");
    }

    private static double? Read(Column? column, int row)
    {
        if (column is null || !column.Has(row))
        {
            return null;
        }

        column.Values(row, out var first, out _);
        return column switch
        {
            LongColumn longs => longs.Numbers[first],
            DoubleColumn doubles => doubles.Numbers[first],
            _ => throw Refuse.IllegalArgument("[field_value_factor] needs a numeric field"),
        };
    }
}
