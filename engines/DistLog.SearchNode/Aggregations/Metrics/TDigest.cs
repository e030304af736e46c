namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary>
/// Quantiles of a stream of numbers. Up to 20 × compression numbers are kept and give exact answers, as Elasticsearch does since 8.9;
/// past that the merging t-digest (Dunning and Ertl, "Computing extremely accurate quantiles using t-digests", 2019) with its scale
/// function k2, which keeps small centroids at both ends and so is most accurate there. Memory is bounded by the compression.
/// </summary>
internal sealed class TDigest(double compression)
{
    /// <summary>How many numbers per unit of compression are kept as they are.</summary>
    private const int ExactFactor = 20;

    /// <summary>Centroids are kept finer than asked for while numbers come in, so that merging costs no accuracy.</summary>
    private const int WorkingFactor = 2;

    /// <summary>Below this there are too few centroids to tell anything; above, memory would be spent for nothing.</summary>
    private const double MinCompression = 10;
    private const double MaxCompression = 10_000;

    private readonly double _compression = Math.Clamp(compression, MinCompression, MaxCompression);
    private double[] _buffer = new double[16];
    private int _buffered;
    private double[] _means = [];
    private double[] _weights = [];
    private int _centroids;
    private double _merged;

    /// <summary>How many numbers have been added.</summary>
    public double Count => _merged + _buffered;

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    private int BufferLimit => (int)(_compression * ExactFactor);

    private bool IsExact => _merged == 0;

    public void Add(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    public void Add(double value)
    {
        if (double.IsNaN(value))
        {
            return;
        }

        if (_buffered == BufferLimit)
        {
            MergeBuffer();
        }
        else if (_buffered == _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, BufferLimit));
        }

        _buffer[_buffered++] = value;
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
    }

    /// <summary>Adds a number that stands for several.</summary>
    public void Add(double value, double weight)
    {
        for (; IsExact && weight >= 1 && _buffered < BufferLimit; weight--)
        {
            Add(value);
        }

        if (weight > 0)
        {
            Merge([value], [weight]);
            (Min, Max) = (Math.Min(Min, value), Math.Max(Max, value));
        }
    }

    /// <summary>The number at a quantile from 0 to 1, interpolated between those at the ranks around it; NaN where there are none.</summary>
    public double Quantile(double quantile)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var rank = Math.Clamp(quantile, 0, 1) * (Count - 1);
        if (!IsExact)
        {
            MergeBuffer();
            return ValueAt(rank);
        }

        SortBuffer();
        var low = (int)Math.Floor(rank);
        var high = Math.Min(low + 1, _buffered - 1);
        return _buffer[low] + ((rank - low) * (_buffer[high] - _buffer[low]));
    }

    /// <summary>Which part of the numbers, from 0 to 1, is at or below a value; NaN where there are none.</summary>
    public double Rank(double value)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        if (value < Min)
        {
            return 0;
        }

        if (value > Max)
        {
            return 1;
        }

        if (!IsExact)
        {
            MergeBuffer();
            return Math.Min(1, (RankOf(value) + 0.5) / Count);
        }

        SortBuffer();
        return ExactRank(value);
    }

    /// <summary>The numbers in ascending order, each with how many it stands for.</summary>
    public IEnumerable<(double Mean, double Weight)> Centroids()
    {
        if (IsExact)
        {
            SortBuffer();
            return _buffer.Take(_buffered).Select(value => (value, 1.0));
        }

        MergeBuffer();
        return _means.Take(_centroids).Zip(_weights);
    }

    private void SortBuffer() => _buffer.AsSpan(0, _buffered).Sort();

    /// <summary>Of equal numbers half count as below. The last number alone counts as at the value.</summary>
    private double ExactRank(double value)
    {
        var (below, equal) = (0.5, 0);
        for (var i = 1; i < _buffered; i++)
        {
            var number = _buffer[i];
            if (number > value)
            {
                var part = equal > 0 ? 0.5 * equal : (value - _buffer[i - 1]) / (number - _buffer[i - 1]);
                return (below + part) / _buffered;
            }

            (below, equal) = number < value ? (below + 1, equal) : (below, equal + 1);
        }

        return (_buffered - (0.5 * equal)) / _buffered;
    }

    /// <summary>The value at a rank from 0 to count - 1, between the middles of the centroids around it.</summary>
    private double ValueAt(double rank)
    {
        var (before, start) = (0.0, 0.0);
        for (var i = 0; i < _centroids; i++)
        {
            var middle = start + ((_weights[i] - 1) / 2);
            if (rank <= middle)
            {
                return i == 0 ? _means[0] : Between(_means[i - 1], _means[i], (rank - before) / (middle - before));
            }

            (before, start) = (middle, start + _weights[i]);
        }

        return _means[_centroids - 1];
    }

    private static double Between(double low, double high, double part) => low + (part * (high - low));

    /// <summary>The rank at a value: the inverse of <see cref="ValueAt"/>; the middle rank where many centroids have the value.</summary>
    private double RankOf(double value)
    {
        var (before, start, first) = (0.0, 0.0, -1.0);
        for (var i = 0; i < _centroids; i++)
        {
            var middle = start + ((_weights[i] - 1) / 2);
            if (_means[i] > value)
            {
                return first >= 0 ? (first + before) / 2 : before + ((value - _means[i - 1]) / (_means[i] - _means[i - 1]) * (middle - before));
            }

            first = _means[i] == value && first < 0 ? middle : first;
            (before, start) = (middle, start + _weights[i]);
        }

        return first >= 0 ? (first + before) / 2 : before;
    }

    private void MergeBuffer()
    {
        if (_buffered == 0)
        {
            return;
        }

        SortBuffer();
        var count = _buffered;
        _buffered = 0;
        Merge(_buffer.AsSpan(0, count), default);
    }

    /// <summary>Merges sorted numbers with the centroids, from the least to the greatest.</summary>
    /// <param name="values">The numbers, sorted.</param>
    /// <param name="weights">How many each stands for; empty where each stands for itself.</param>
    private void Merge(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        var capacity = (int)(_compression * WorkingFactor * 2) + 20;
        var merged = new Merger(new double[capacity], new double[capacity], _merged + (weights.IsEmpty ? values.Length : weights[0]), _compression * WorkingFactor);
        var (old, next) = (0, 0);
        while (old < _centroids || next < values.Length)
        {
            if (next == values.Length || (old < _centroids && _means[old] <= values[next]))
            {
                merged.Add(_means[old], _weights[old++]);
            }
            else
            {
                merged.Add(values[next], weights.IsEmpty ? 1 : weights[next]);
                next++;
            }
        }

        (_means, _weights, _centroids, _merged) = (merged.Means, merged.Weights, merged.Count, merged.Total);
    }

    /// <summary>Takes centroids in ascending order and joins neighbours while the scale function lets them.</summary>
    private struct Merger(double[] means, double[] weights, double total, double compression)
    {
        private readonly double _normalizer = compression / ((4 * Math.Log(Math.Max(1, total / compression))) + 24);
        private double _before;

        public int Count { get; private set; }

        public double[] Means { get; private set; } = means;

        public double[] Weights { get; private set; } = weights;

        public readonly double Total => total;

        public void Add(double mean, double weight)
        {
            // The least and the greatest number stand alone, so that the ends are exact.
            var last = Count - 1;
            var joined = last < 0 ? 0 : Weights[last] + weight;
            if (last > 0 && _before + joined < total && joined <= Limit(joined))
            {
                Means[last] += (mean - Means[last]) * weight / joined;
                Weights[last] = joined;
                return;
            }

            _before += last < 0 ? 0 : Weights[last];
            if (Count == Means.Length)
            {
                Grow();
            }

            (Means[Count], Weights[Count]) = (mean, weight);
            Count++;
        }

        /// <summary>How heavy a centroid may be where this one lies: q(1 - q) of all, as k2 wants it.</summary>
        private readonly double Limit(double weight)
        {
            var (first, last) = (_before / total, (_before + weight) / total);
            return total / _normalizer * Math.Min(first * (1 - first), last * (1 - last));
        }

        private void Grow()
        {
            var (means, weights) = (Means, Weights);
            Array.Resize(ref means, means.Length * 2);
            Array.Resize(ref weights, weights.Length * 2);
            (Means, Weights) = (means, weights);
        }
    }
}
