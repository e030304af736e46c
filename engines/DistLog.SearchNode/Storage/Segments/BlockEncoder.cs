using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>Makes a block's bytes of its columns: for each column the form that fits its values, and a filter where that helps.</summary>
internal sealed class BlockEncoder(int rows, IReadOnlyList<(FieldMapping Field, Column Column)> columns, TemplateSet templates)
{
    private readonly ByteBuffer _bytes = new(rows * 64);
    private readonly ColumnEntry[] _entries = new ColumnEntry[columns.Count];
    private readonly Dictionary<string, int> _numbers = columns.Index().ToDictionary(column => column.Item.Field.Path, column => column.Index, StringComparer.Ordinal);

    /// <summary>The whole block.</summary>
    /// <param name="sourceBytes">Bytes of the documents as they came in.</param>
    /// <param name="shapes">What rebuilds them.</param>
    /// <param name="cache">Where the block keeps decoded columns.</param>
    public MemoryBlock Encode(int sourceBytes, SourceShapes shapes, BlockCache cache)
    {
        for (var number = 0; number < columns.Count; number++)
        {
            var (field, column) = columns[number];
            _entries[number] = column is RawStringColumn strings ? EncodeStrings(number, field, strings) : Encode(field, column, null);
        }

        var source = Append(shapes.WriteTo);
        return new MemoryBlock(new BlockEntry(rows, sourceBytes, source, _entries), _bytes.ToArray(), templates, cache);
    }

    private ColumnEntry EncodeStrings(int number, FieldMapping field, RawStringColumn column)
    {
        if (FindSame(number, field, column) is { } other)
        {
            var values = Append(target => ColumnWriter.WriteSame(target, column, other));
            return new ColumnEntry(field.Path, ColumnForm.SameAs, 0, values, default, null);
        }

        var encoded = DictionaryEncoder.Encode(column);
        if (encoded is RawStringColumn)
        {
            encoded = HexEncoder.Encode(column) ?? TimeColumn.Of(column) ?? (StringColumn?)EncodeTemplates(field, column) ?? column;
        }

        // Ids have the segment's own id file; a filter on top would be of no use.
        return Encode(field, encoded, field.Ordinal >= 0 ? TokenFilter.Of(field, column, encoded) : null);
    }

    private TemplateColumn? EncodeTemplates(FieldMapping field, RawStringColumn column) =>
        field.Kind is FieldKind.Text or FieldKind.Keyword or FieldKind.Wildcard && field.Ordinal >= 0
            ? TemplateEncoder.Encode(column, templates[field.Path])
            : null;

    private ColumnEntry Encode(FieldMapping field, Column column, TokenFilter? filter)
    {
        ColumnForm form = default;
        var values = Append(target => form = ColumnWriter.Write(target, column));
        var idLength = column is HexColumn { Present: null, Starts: null } hex ? hex.Format.TextLength : 0;
        var bits = filter is null ? default : Append(target => target.Bytes(filter.ToBytes()));
        return new ColumnEntry(field.Path, form, idLength, values, bits, (column as LongColumn)?.Bounds());
    }

    /// <summary>The number of a column with the same values: a field that is the document's id, or the field that this one is a sub-field of.</summary>
    private int? FindSame(int number, FieldMapping field, RawStringColumn column)
    {
        if (field == SystemFields.Id)
        {
            var same = columns.Index().FirstOrDefault(other => other.Item.Field.Ordinal >= 0 && other.Item.Column is RawStringColumn strings && SameColumn.Repeats(column, strings));
            return same.Item.Column is null || IsSame(same.Index) ? null : same.Index;
        }

        return field.Ordinal >= 0 && field.Path.LastIndexOf('.') is > 0 and var dot && _numbers.TryGetValue(field.Path[..dot], out var parent) && parent < number
            && !IsSame(parent) && columns[parent].Column is RawStringColumn text && SameColumn.Repeats(column, text)
            ? parent
            : null;
    }

    private bool IsSame(int number) => _entries[number] is { Form: ColumnForm.SameAs };

    private Chunk Append(Action<ByteBuffer> write)
    {
        var start = _bytes.Length;
        write(_bytes);
        var written = _bytes.Span[start..];
        return new Chunk(written.Length, Hash.Checksum(written), start);
    }
}
