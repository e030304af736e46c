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
    private readonly SortValue _missing;
    private readonly bool _useMax;

    public SortReader(SortField sort, QueryContext context)
    {
        _sort = sort;
        _useMax = sort.Mode is null ? sort.Descending : sort.Mode == "max";
        if (sort.IsScore || sort.IsDocument)
        {
            return;
        }

        Field = context.Field(sort.Name);
        if (Field is null && sort.UnmappedType is null && sort.Name != "_index")
        {
            throw Refuse.QueryShard($"No mapping found for [{sort.Name}] in order to sort on", context.Index);
        }

        if (Field?.Kind == FieldKind.Text)
        {
            throw Refuse.IllegalArgument($"Fielddata is disabled on [{sort.Name}] in [{context.Index}]. Text fields are not optimised for operations that require per-document field data like aggregations and sorting, so these operations are disabled by default. Please use a keyword field instead. Alternatively, set fielddata=true on [{sort.Name}] in order to load field data by uninverting the inverted index. Note that this can use significant memory.");
        }

        _missing = MissingOf();
    }

    public FieldRef? Field { get; }

    /// <summary>The kind of the values, as search_after needs it.</summary>
    public FieldKind? Kind => Field?.Kind;

    public Column? ColumnOf(Block block) => Field?.ColumnOf(block);

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
            LongColumn longs => SortValue.Of(Pick(longs.Numbers, first, end)),
            DoubleColumn doubles => SortValue.Of(Pick(doubles.Numbers, first, end)),
            _ => SortValue.Of(Pick((StringColumn)column, first, end)),
        };
    }

    private T Pick<T>(T[] values, int first, int end)
        where T : IComparable<T>
    {
        var best = values[first];
        for (var i = first + 1; i < end; i++)
        {
            best = values[i].CompareTo(best) > 0 == _useMax ? values[i] : best;
        }

        return best;
    }

    private ReadOnlyMemory<byte> Pick(StringColumn column, int first, int end)
    {
        var best = first;
        for (var i = first + 1; i < end; i++)
        {
            best = column[i].SequenceCompareTo(column[best]) > 0 == _useMax ? i : best;
        }

        return column[best].ToArray();
    }

    /// <summary>Missing numbers are the largest or smallest there are, as in Lucene; missing strings have no value.</summary>
    private SortValue MissingOf()
    {
        if (Field is null)
        {
            return FieldKinds.TryParse(_sort.UnmappedType ?? "", out var kind) && kind.HasLongs() ? SortValue.Of(HighEnd ? long.MaxValue : long.MinValue) : SortValue.Missing;
        }

        if (_sort.MissingValue is { } given)
        {
            return _sort.ParseAs(given, Field);
        }

        if (Field.Kind.HasLongs())
        {
            return SortValue.Of(HighEnd ? long.MaxValue : long.MinValue);
        }

        return Field.Kind.IsFractional() ? SortValue.Of(HighEnd ? double.PositiveInfinity : double.NegativeInfinity) : SortValue.Missing;
    }

    private bool HighEnd => _sort.MissingFirst == _sort.Descending;
}
