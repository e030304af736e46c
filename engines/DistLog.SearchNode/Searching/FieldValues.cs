using System.Globalization;
using DistLog.SearchNode.Aggregations;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>The option <c>docvalue_fields</c>: values from the columns, in ascending order; a string that a document has twice comes once.</summary>
internal static class FieldValues
{
    public static void Add(FieldMap map, FieldFormat wanted, QueryContext context, Block block, int row)
    {
        foreach (var field in context.Fields(wanted.Pattern))
        {
            var name = wanted.Pattern.Contains('*') ? field.Path : wanted.Pattern;
            if (field.Kind == FieldKind.Text)
            {
                if (wanted.Pattern.Contains('*'))
                {
                    continue;
                }

                throw Refuse.IllegalArgument($"Fielddata is disabled on [{name}] in [{context.Index}]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [{name}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.");
            }

            AddField(map, name, field, wanted.Format, block, row);
        }
    }

    private static void AddField(FieldMap map, string name, FieldRef field, string? format, Block block, int row)
    {
        if (field.Kind == FieldKind.ConstantKeyword)
        {
            map.AddText(name, field.Field.ConstantValue);
            return;
        }

        if (field.ColumnOf(block) is not { } column || !column.Has(row))
        {
            return;
        }

        column.Values(row, out var first, out var end);
        switch (column)
        {
            case LongColumn longs:
                AddLongs(map, name, field, format, [.. longs.Numbers[first..end].Order()]);
                break;
            case DoubleColumn doubles:
                AddDoubles(map, name, format, [.. doubles.Numbers[first..end].Order()]);
                break;
            case StringColumn strings when format is null:
                foreach (var text in Enumerable.Range(first, end - first).Select(value => strings[value].ToArray()).Order(ByteOrder).Select(bytes => BucketKeys.FormatString(field, bytes)).Distinct())
                {
                    map.AddText(name, text);
                }

                break;
            default:
                throw Refuse.IllegalArgument($"Field [{name}] of type [{field.Field.TypeName}] does not support custom formats");
        }
    }

    private static Comparer<byte[]> ByteOrder { get; } = Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b));

    private static void AddLongs(FieldMap map, string name, FieldRef field, string? format, long[] numbers)
    {
        var dates = field.Kind.IsDate() ? format is null ? field.Field.DateFormat : DateFormat.Parse(format) : null;
        var decimals = dates is null && format is not null ? ValueFormat.Of(null, format) : null;
        foreach (var number in numbers)
        {
            if (dates is not null)
            {
                map.AddText(name, dates.Format(field.Kind == FieldKind.Date ? Instant.FromMillis(number) : Instant.FromNanos(number)));
            }
            else if (decimals is not null)
            {
                map.AddText(name, decimals.Text(number));
            }
            else
            {
                map.AddJson(name, field.Kind == FieldKind.Boolean ? (number != 0 ? "true" : "false") : number.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private static void AddDoubles(FieldMap map, string name, string? format, double[] numbers)
    {
        var decimals = format is null ? null : ValueFormat.Of(null, format);
        foreach (var number in numbers)
        {
            if (decimals is null)
            {
                map.AddJson(name, Numbers.Text(number));
            }
            else
            {
                map.AddText(name, decimals.Text(number));
            }
        }
    }
}
