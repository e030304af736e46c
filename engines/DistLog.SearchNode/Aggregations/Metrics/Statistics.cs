namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary>Count, sum, sum of squares, least and greatest of some numbers.</summary>
internal sealed class Statistics
{
    private CompensatedSum _sum;
    private CompensatedSum _squares;

    public long Count { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    public double Sum => _sum.Value;

    public double Squares => _squares.Value;

    public double Average => Sum / Count;

    public double Variance => Math.Max(0, (Squares - (Sum * Sum / Count)) / Count);

    /// <summary>NaN of a single value: one sample says nothing about its spread.</summary>
    public double SamplingVariance => Count < 2 ? double.NaN : Math.Max(0, (Squares - (Sum * Sum / Count)) / (Count - 1));

    public void Add(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    public void Add(double value)
    {
        Count++;
        _sum.Add(value);
        _squares.Add(value * value);
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }

    /// <summary>A number by the name that it has in an answer; null where there is none of that name.</summary>
    public double? Number(string name, double sigma) => name switch
    {
        "count" => Count,
        "min" => Min,
        "max" => Max,
        "avg" => Count == 0 ? double.NaN : Average,
        "sum" => Sum,
        "sum_of_squares" => Squares,
        "variance" or "variance_population" => Count == 0 ? double.NaN : Variance,
        "variance_sampling" => SamplingVariance,
        "std_deviation" or "std_deviation_population" => Count == 0 ? double.NaN : Math.Sqrt(Variance),
        "std_deviation_sampling" => Math.Sqrt(SamplingVariance),
        "std_upper" or "std_upper_population" => Bound(sigma, Variance),
        "std_lower" or "std_lower_population" => Bound(-sigma, Variance),
        "std_upper_sampling" => Bound(sigma, SamplingVariance),
        "std_lower_sampling" => Bound(-sigma, SamplingVariance),
        _ => null,
    };

    /// <summary>So many standard deviations away from the mean.</summary>
    public double Bound(double sigma, double variance) => Count == 0 ? double.NaN : Average + (sigma * Math.Sqrt(variance));
}

/// <summary>Kahan's sum: a million durations added up keep their last digits.</summary>
internal struct CompensatedSum
{
    private double _compensation;

    public double Value { get; private set; }

    public void Add(double value)
    {
        if (!double.IsFinite(value) || !double.IsFinite(Value))
        {
            Value += value;
            return;
        }

        var corrected = value - _compensation;
        var sum = Value + corrected;
        _compensation = sum - Value - corrected;
        Value = sum;
    }
}
