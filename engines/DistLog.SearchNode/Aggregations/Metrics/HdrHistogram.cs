using System.Runtime.InteropServices;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary>
/// Counts numbers in cells of a fixed relative width, as Gil Tene's HdrHistogram does: a cell is a power of two split into enough parts
/// for the wanted number of decimal digits. A double's own bits are the cell's number: its exponent and the first bits of its fraction.
/// </summary>
internal sealed class HdrHistogram
{
    private const int FractionBits = 52;

    private readonly Dictionary<long, long> _counts = [];
    private readonly int _shift;
    private readonly int _bits;
    private long _zeros;
    private double _least = double.PositiveInfinity;

    public HdrHistogram(int digits)
    {
        // Twice the digits' range, since a part must not be wider than the last digit at the low end of a power of two.
        _bits = Math.Max(0, (int)Math.Ceiling(Math.Log2(2 * Math.Pow(10, digits))) - 1);
        _shift = FractionBits - _bits;
    }

    public long Count { get; private set; }

    public void Add(double value)
    {
        if (value is < 0 or double.NaN)
        {
            throw new ElasticsearchException(500, "array_index_out_of_bounds_exception", "Histogram recorded value cannot be negative.");
        }

        Count++;
        if (value == 0)
        {
            _zeros++;
            return;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_counts, CellOf(value), out _)++;
        _least = Math.Min(_least, value);
    }

    private long CellOf(double value) => BitConverter.DoubleToInt64Bits(value) >> _shift;

    private double LowEnd(long cell) => BitConverter.Int64BitsToDouble(cell << _shift);

    /// <summary>The greatest value that can't be told from the one at a percentile; NaN where there are none.</summary>
    public double ValueAt(double percentile)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var wanted = Math.Max(1, (long)((percentile / 100 * Count) + 0.5));
        var seen = _zeros;
        if (seen >= wanted)
        {
            return 0;
        }

        foreach (var (cell, count) in _counts.OrderBy(pair => pair.Key))
        {
            seen += count;
            if (seen >= wanted)
            {
                return percentile == 0 ? LowEnd(cell) : HighEnd(cell);
            }
        }

        return HighEnd(_counts.Keys.Max());
    }

    /// <summary>The last value of a cell, in units of the smallest cell in use.</summary>
    private double HighEnd(long cell) => LowEnd(cell + 1) - Math.ScaleB(1, Math.ILogB(_least) - _bits);

    /// <summary>The percentage of values at or below a value; NaN where there are none.</summary>
    public double PercentageAt(double value)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        var cell = value > 0 ? CellOf(value) : -1;
        return 100.0 * (_zeros + _counts.Where(pair => pair.Key <= cell).Sum(pair => pair.Value)) / Count;
    }
}
