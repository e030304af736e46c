using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Searching;

/// <summary>Which of a document's several values it is sorted by.</summary>
internal enum SortMode
{
    Min,
    Max,
    Sum,
    Average,
    Median,
}

/// <summary>The names of the modes, and what they make of values.</summary>
internal static class SortModes
{
    public static SortMode Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "min" => SortMode.Min,
        "max" => SortMode.Max,
        "sum" => SortMode.Sum,
        "avg" => SortMode.Average,
        "median" => SortMode.Median,
        _ => throw Refuse.IllegalArgument($"Unknown SortMode [{name}]"),
    };

    /// <summary>Averages and medians of whole numbers are rounded to the nearest.</summary>
    public static long Pick(ReadOnlySpan<long> values, SortMode mode)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        return mode switch
        {
            SortMode.Sum or SortMode.Average => Sum(values, mode),
            SortMode.Median => Median(values),
            _ => Extreme(values, mode == SortMode.Max),
        };
    }

    public static double Pick(ReadOnlySpan<double> values, SortMode mode)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        if (mode == SortMode.Median)
        {
            double[] sorted = [.. values];
            Array.Sort(sorted);
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        return mode is SortMode.Sum ? sum : mode is SortMode.Average ? sum / values.Length : Extreme(values, mode == SortMode.Max);
    }

    private static long Sum(ReadOnlySpan<long> values, SortMode mode)
    {
        var sum = 0L;
        foreach (var value in values)
        {
            sum += value;
        }

        return mode == SortMode.Sum ? sum : (long)Math.Floor(((double)sum / values.Length) + 0.5);
    }

    private static long Median(ReadOnlySpan<long> values)
    {
        long[] sorted = [.. values];
        Array.Sort(sorted);
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (long)Math.Floor(((sorted[middle - 1] + (double)sorted[middle]) / 2) + 0.5);
    }

    private static T Extreme<T>(ReadOnlySpan<T> values, bool max)
        where T : IComparable<T>
    {
        var best = values[0];
        foreach (var value in values[1..])
        {
            best = value.CompareTo(best) > 0 == max ? value : best;
        }

        return best;
    }
}
