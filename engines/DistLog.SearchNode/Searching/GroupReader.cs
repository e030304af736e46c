using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Searching;

/// <summary>Reads the values of a block that hits are collapsed by.</summary>
internal sealed class GroupReader
{
    private readonly Column? _column;
    private readonly string _field;

    private GroupReader(string field, Column? column) => (_field, _column) = (field, column);

    public static GroupReader Of(string field, Index index, Block block)
    {
        var found = index.Mapping.Resolve(field) ?? throw Refuse.IllegalArgument($"no mapping found for `{field}` in order to collapse on");
        return found.Kind is FieldKind.Keyword or FieldKind.Flattened || found.Kind.IsNumeric() || found.Kind.IsDate()
            ? new GroupReader(field, found.ColumnOf(block))
            : throw Refuse.IllegalArgument($"collapse is not supported for the field [{field}] of the type [{found.Field.TypeName}]");
    }

    /// <summary>The row's value: a string, a whole number or a floating-point one.</summary>
    public object? Of(int row)
    {
        if (_column is null || !_column.Has(row))
        {
            return null;
        }

        _column.Values(row, out var first, out var end);
        if (end - first > 1)
        {
            throw Refuse.IllegalArgument($"failed to extract doc:{row}, the field [{_field}] that is collapsed by has several values");
        }

        return _column switch
        {
            LongColumn longs => longs.Numbers[first],
            DoubleColumn doubles => doubles.Numbers[first],
            StringColumn strings => System.Text.Encoding.UTF8.GetString(strings[first]),
            _ => null,
        };
    }
}
