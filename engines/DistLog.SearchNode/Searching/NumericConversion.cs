using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Searching;

/// <summary>
/// The sort option <c>numeric_type</c>: values made one type, so that fields of different types in several indices can be compared.
/// </summary>
internal static class NumericConversion
{
    private const long NanosOfMilli = 1_000_000;

    public static FieldKind Parse(string? name) => name switch
    {
        "long" => FieldKind.Long,
        "double" => FieldKind.Double,
        "date" => FieldKind.Date,
        "date_nanos" => FieldKind.DateNanos,
        _ => throw Refuse.IllegalArgument($"invalid value for [numeric_type], must be [long, double, date, date_nanos], got {name}"),
    };

    public static Column Convert(Column column, FieldKind from, FieldKind to) => column switch
    {
        DoubleColumn doubles when to != FieldKind.Double => new LongColumn { Rows = column.Rows, Present = column.Present, Starts = column.Starts, Numbers = [.. doubles.Numbers.Select(number => Whole((long)number, from, to))] },
        LongColumn longs when to == FieldKind.Double => new DoubleColumn { Rows = column.Rows, Present = column.Present, Starts = column.Starts, Numbers = [.. longs.Numbers.Select(number => (double)number)] },
        LongColumn longs when from != to && from.IsDate() && to.IsDate() => new LongColumn { Rows = column.Rows, Present = column.Present, Starts = column.Starts, Numbers = [.. longs.Numbers.Select(number => Whole(number, from, to))] },
        _ => column,
    };

    public static SortValue Convert(SortValue value, FieldKind from, FieldKind to) => value.Kind switch
    {
        SortValueKind.Double when to != FieldKind.Double => SortValue.Of(Whole((long)value.AsDouble, from, to)),
        SortValueKind.Long when to == FieldKind.Double => SortValue.Of((double)value.AsLong),
        SortValueKind.Long => SortValue.Of(Whole(value.AsLong, from, to)),
        _ => value,
    };

    private static long Whole(long number, FieldKind from, FieldKind to) => (from, to) switch
    {
        (FieldKind.Date, FieldKind.DateNanos) => Nanos(number),
        (FieldKind.DateNanos, FieldKind.Date) => number / NanosOfMilli,
        _ => number,
    };

    private static long Nanos(long millis) => millis is >= 0 and <= long.MaxValue / NanosOfMilli
        ? millis * NanosOfMilli
        : throw Refuse.IllegalArgument($"date[{millis}] is {(millis < 0 ? "before the epoch in 1970" : "after 2262-04-11T23:47:16.854775807")} and cannot be converted to nanoseconds");
}
