using System.Text;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Searching;

/// <summary>A sort key made ready for one index: it reads a row's value from a block.</summary>
internal sealed class SortReader
{
    private readonly SortField _sort;
    private readonly FieldRef? _field;
    private readonly SortValue _missing;
    private readonly SortMode _mode;

    public SortReader(SortField sort, QueryContext context)
    {
        _sort = sort;
        _mode = sort.Mode ?? (sort.Descending ? SortMode.Max : SortMode.Min);
        if (sort.IsScore || sort.IsDocument)
        {
            return;
        }

        _field = context.Field(sort.Name);
        Check(context);
        _missing = MissingOf(context);
    }

    /// <summary>The field, where its values are compared as its column has them; null where they are made another type first.</summary>
    public FieldRef? Field => _sort.NumericType is null ? _field : null;

    /// <summary>The kind of the values, as search_after needs it.</summary>
    public FieldKind? Kind => _sort.NumericType ?? _field?.Kind;

    public Column? ColumnOf(Block block) => _field?.ColumnOf(block) is { } column
        ? _sort.NumericType is { } type ? NumericConversion.Convert(column, _field.Kind, type) : column
        : null;

    /// <summary>The row's value; <paramref name="score"/> and <paramref name="document"/> are what the special keys sort by.</summary>
    public SortValue Read(Column? column, int row, float score, long document)
    {
        if (_sort.IsScore)
        {
            return SortValue.Of((double)score);
        }

        if (_sort.IsDocument)
        {
            return SortValue.Of(document);
        }

        if (column is null)
        {
            return _missing;
        }

        column.Values(row, out var first, out var end);
        return first == end ? _missing : column switch
        {
            LongColumn longs => SortValue.Of(SortModes.Pick(longs.Numbers.AsSpan(first, end - first), _mode)),
            DoubleColumn doubles => SortValue.Of(SortModes.Pick(doubles.Numbers.AsSpan(first, end - first), _mode)),
            _ => SortValue.Of(Pick((StringColumn)column, first, end)),
        };
    }

    private void Check(QueryContext context)
    {
        if (_field is null && _sort.UnmappedType is null && _sort.Name != "_index")
        {
            throw Refuse.QueryShard($"No mapping found for [{_sort.Name}] in order to sort on", context.Index);
        }

        if (_field?.Kind == FieldKind.Text)
        {
            throw Refuse.IllegalArgument($"Fielddata is disabled on [{_sort.Name}] in [{context.Index}]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [{_sort.Name}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.");
        }

        if (_field?.Kind is FieldKind.Unindexed or FieldKind.Binary)
        {
            throw Refuse.IllegalArgument($"can't sort on field [{_sort.Name}] of type [{_field.Field.TypeName}]");
        }

        var isNumber = _field is null || _field.Kind.HasLongs() || _field.Kind.IsFractional();
        if (!isNumber && (_sort.NumericType is not null || _mode is not (SortMode.Min or SortMode.Max)))
        {
            throw Refuse.QueryShard(_sort.NumericType is not null
                ? $"[numeric_type] option cannot be set on a non-numeric field, got {_field!.Field.TypeName}"
                : "we only support AVG, MEDIAN and SUM on number based fields", context.Index);
        }
    }

    private ReadOnlyMemory<byte> Pick(StringColumn column, int first, int end)
    {
        var best = first;
        for (var i = first + 1; i < end; i++)
        {
            best = column[i].SequenceCompareTo(column[best]) > 0 == (_mode == SortMode.Max) ? i : best;
        }

        return column[best].ToArray();
    }

    /// <summary>Missing numbers are the largest or smallest there are, as in Lucene; missing strings have no value.</summary>
    private SortValue MissingOf(QueryContext context)
    {
        if (_sort.Name == "_index")
        {
            return SortValue.Of(Encoding.UTF8.GetBytes(context.Index).AsMemory());
        }

        if (_field is { Kind: FieldKind.ConstantKeyword, Field.ConstantValue: { } constant })
        {
            return SortValue.Of(Encoding.UTF8.GetBytes(constant).AsMemory());
        }

        if (_field is not null && _sort.MissingValue is { } given)
        {
            return _sort.NumericType is { } type ? NumericConversion.Convert(_sort.ParseAs(given, _field), _field.Kind, type) : _sort.ParseAs(given, _field);
        }

        return MissingOf(Kind ?? (FieldKinds.TryParse(_sort.UnmappedType ?? "", out var unmapped) ? unmapped : FieldKind.Keyword));
    }

    private SortValue MissingOf(FieldKind kind)
    {
        var high = _sort.MissingFirst == _sort.Descending;
        return kind.HasLongs() ? SortValue.Of(high ? long.MaxValue : long.MinValue)
            : kind.IsFractional() ? SortValue.Of(high ? double.PositiveInfinity : double.NegativeInfinity)
            : SortValue.Missing;
    }
}
