using System.Text.Json;
using DistLog.SearchNode.Aggregations;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>Writes a hit's <c>fields</c>: values from the columns, always as a list.</summary>
internal static class FieldValues
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<FieldFormat> wanted, QueryContext context, Block block, int row)
    {
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var format in wanted)
        {
            foreach (var field in context.Fields(format.Pattern))
            {
                if (written.Add(field.Path))
                {
                    WriteField(writer, field, format.Format, block, row);
                }
            }
        }
    }

    private static void WriteField(Utf8JsonWriter writer, FieldRef field, string? format, Block block, int row)
    {
        if (field.ColumnOf(block) is not { } column || !column.Has(row))
        {
            return;
        }

        column.Values(row, out var first, out var end);
        writer.WriteStartArray(field.Path);
        for (var value = first; value < end; value++)
        {
            WriteValue(writer, field, format, column, value);
        }

        writer.WriteEndArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, FieldRef field, string? format, Column column, int value)
    {
        switch (column)
        {
            case LongColumn longs when field.Kind.IsDate():
                var instant = field.Kind == FieldKind.Date ? Instant.FromMillis(longs.Numbers[value]) : Instant.FromNanos(longs.Numbers[value]);
                writer.WriteStringValue((format is null ? field.Field.DateFormat : DateFormat.Parse(format)).Format(instant));
                break;
            case LongColumn longs when field.Kind == FieldKind.Boolean:
                writer.WriteBooleanValue(longs.Numbers[value] != 0);
                break;
            case LongColumn longs:
                writer.WriteNumberValue(longs.Numbers[value]);
                break;
            case DoubleColumn doubles:
                Numbers.WriteValue(writer, doubles.Numbers[value]);
                break;
            case StringColumn strings:
                writer.WriteStringValue(BucketKeys.FormatString(field, strings[value]));
                break;
        }
    }
}
