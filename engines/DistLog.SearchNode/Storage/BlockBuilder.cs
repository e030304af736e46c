using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Segments;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage;

/// <summary>The block that documents are being appended to. Its owner's lock guards it.</summary>
internal sealed class BlockBuilder
{
    private readonly StringColumnBuilder _ids = new();
    private readonly LongColumnBuilder _seqNos = new();
    private readonly LongColumnBuilder _versions = new();
    private ColumnBuilder?[] _columns = new ColumnBuilder?[32];
    private FieldMapping?[] _fields = new FieldMapping?[32];
    private byte[] _source = new byte[64 * 1024];
    private readonly int[] _sourceOffsets = new int[BlockLimits.Rows + 1];
    private readonly PlaceList _places = new();

    public int Rows { get; private set; }

    public bool IsFull => Rows == BlockLimits.Rows || _sourceOffsets[Rows] >= BlockLimits.SourceBytes;

    /// <summary>Bytes of source so far; the columns take about as much again.</summary>
    public int SourceSize => _sourceOffsets[Rows];

    /// <summary>True once somebody outside of the store's lock may read what it holds.</summary>
    public bool IsShared { get; set; }

    /// <summary>False where a reader may still be at it, or where giant documents have made it grow.</summary>
    public bool CanBeReused => !IsShared && _source.Length <= 2 * BlockLimits.SourceBytes;

    /// <summary>Empties it for another block of the same index; its arrays stay.</summary>
    public void Reset()
    {
        Rows = 0;
        Array.Clear(_fields);
        _ids.Reset();
        _seqNos.Reset();
        _versions.Reset();
        _places.Clear();
        foreach (var column in _columns)
        {
            column?.Reset();
        }
    }

    /// <summary>Appends a document and returns its row.</summary>
    public int Append(ReadOnlySpan<byte> id, long seqNo, long version, ReadOnlySpan<byte> source, DocumentParser parsed)
    {
        var row = Rows;
        _ids.Append(row, id);
        _seqNos.Append(row, seqNo);
        _versions.Append(row, version);
        AppendSource(source);
        foreach (ref readonly var value in parsed.Values)
        {
            AppendValue(row, value, parsed, source);
        }

        _places.EndRow(row, parsed.Unheld);
        return Rows++;
    }

    public ReadOnlySpan<byte> IdOf(int row) => _ids[row];

    public (long SeqNo, long Version) VersionOf(int row) => (_seqNos[row], _versions[row]);

    public byte[] SourceOf(int row) => _source.AsSpan(_sourceOffsets[row].._sourceOffsets[row + 1]).ToArray();

    /// <summary>A copy of one column's first rows, or null where it has no value yet.</summary>
    public Column? Snapshot(int ordinal, int rows) => ordinal switch
    {
        -1 => _ids.Snapshot(rows),
        -2 => _seqNos.Snapshot(rows),
        -3 => _versions.Snapshot(rows),
        _ => Slot(ordinal) < _columns.Length && _fields[Slot(ordinal)] is not null ? _columns[Slot(ordinal)]!.Snapshot(rows) : null,
    };

    /// <summary>The first documents. Bytes once written never change, so the array is shared, not copied.</summary>
    public RawSources Sources(int rows) => new(_source.AsMemory(0, _sourceOffsets[rows]), _sourceOffsets[..(rows + 1)]);

    /// <summary>Makes the block that stays.</summary>
    public MemoryBlock Seal(TemplateSet templates, BlockCache cache)
    {
        var columns = new List<(FieldMapping, Column)>();
        var numberOf = new int[_columns.Length];
        for (var slot = 0; slot < _columns.Length; slot++)
        {
            if (_fields[slot] is { } field)
            {
                numberOf[slot] = columns.Count;
                columns.Add((field, _columns[slot]!.Borrow(Rows)));
            }
        }

        columns.Add((SystemFields.Id, _ids.Borrow(Rows)));
        columns.Add((SystemFields.SeqNo, _seqNos.Snapshot(Rows)));
        columns.Add((SystemFields.Version, _versions.Snapshot(Rows)));
        var documents = Sources(Rows);
        var shapes = SourceShaper.Run(documents, _places, columns, numberOf);
        return new BlockEncoder(Rows, columns, templates).Encode(documents.Bytes, shapes, cache);
    }

    private void AppendSource(ReadOnlySpan<byte> source)
    {
        var start = _sourceOffsets[Rows];
        if (start + source.Length > _source.Length)
        {
            Array.Resize(ref _source, Math.Max(start + source.Length, _source.Length * 2));
        }

        source.CopyTo(_source.AsSpan(start));
        _sourceOffsets[Rows + 1] = start + source.Length;
    }

    private void AppendValue(int row, in FieldValue value, DocumentParser parsed, ReadOnlySpan<byte> source)
    {
        var field = value.Field;
        var slot = Slot(field.Ordinal);
        if (slot >= _columns.Length)
        {
            Array.Resize(ref _columns, (slot + 1) * 2);
            Array.Resize(ref _fields, _columns.Length);
        }

        _fields[slot] ??= field;
        var column = _columns[slot] ??= NewColumn(field.Kind);
        switch (column)
        {
            case StringColumnBuilder strings:
                strings.Append(row, parsed.Text(value, source));
                break;
            case LongColumnBuilder longs:
                longs.Append(row, value.Long);
                break;
            case DoubleColumnBuilder doubles:
                doubles.Append(row, value.Double);
                break;
        }

        if (value.RawStart >= 0)
        {
            _places.Add(new Place(slot, column.ValuesInRow - 1, value.RawStart, value.RawLength));
        }
    }

    /// <summary>Where a field's column is: the system fields, whose ordinals are negative, come first.</summary>
    private static int Slot(int ordinal) => ordinal + SystemFields.Count;

    private static ColumnBuilder NewColumn(FieldKind kind) =>
        kind.HasLongs() ? new LongColumnBuilder() : kind.IsFractional() ? new DoubleColumnBuilder() : new StringColumnBuilder();
}
