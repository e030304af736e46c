namespace DistLog.SearchNode.Searching;

/// <summary>One document's value of one sort field.</summary>
internal readonly struct SortValue
{
    private readonly long _long;
    private readonly double _double;
    private readonly ReadOnlyMemory<byte> _bytes;

    private SortValue(SortValueKind kind, long number, double fraction, ReadOnlyMemory<byte> bytes) =>
        (Kind, _long, _double, _bytes) = (kind, number, fraction, bytes);

    public static SortValue Missing => default;

    public SortValueKind Kind { get; }

    public long AsLong => _long;

    public double AsDouble => Kind == SortValueKind.Long ? _long : _double;

    public ReadOnlySpan<byte> AsBytes => _bytes.Span;

    public static SortValue Of(long value) => new(SortValueKind.Long, value, 0, default);

    public static SortValue Of(double value) => new(SortValueKind.Double, 0, value, default);

    public static SortValue Of(ReadOnlyMemory<byte> value) => new(SortValueKind.Bytes, 0, 0, value);

    /// <summary>The order of two values that are both there.</summary>
    public int CompareTo(in SortValue other)
    {
        if (Kind == SortValueKind.Long && other.Kind == SortValueKind.Long)
        {
            return _long.CompareTo(other._long);
        }

        return Kind == SortValueKind.Bytes && other.Kind == SortValueKind.Bytes
            ? AsBytes.SequenceCompareTo(other.AsBytes)
            : AsDouble.CompareTo(other.AsDouble);
    }
}

/// <summary>What a sort value is.</summary>
internal enum SortValueKind : byte
{
    Missing,
    Long,
    Double,
    Bytes,
}
