using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>A block as bytes, in memory or on disk: columns are decoded when they are asked for, and kept in the cache.</summary>
internal abstract class EncodedBlock : Block
{
    private const int SourcePart = -1;
    private const int FilterParts = 1 << 20;
    private const int FactsParts = 1 << 21;

    private readonly BlockCache _cache;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    protected EncodedBlock(BlockEntry entry, BlockCache cache)
    {
        _cache = cache;
        Entry = entry;
        for (var i = 0; i < entry.Columns.Count; i++)
        {
            _columns[entry.Columns[i].Path] = i;
        }
    }

    public BlockEntry Entry { get; }

    public override int Rows => Entry.Rows;

    public override long Size => Entry.Length;

    /// <summary>The templates of a field's messages.</summary>
    public abstract TemplateDictionary Templates(string path);

    public override Column? Column(FieldMapping field) => _columns.TryGetValue(field.Path, out var number) ? Column(number) : null;

    public override SourceReader Sources() =>
        new ShapedSources(DecodeSources(bytes => new ShapeTable(SourceShapes.Read(bytes, Rows, Entry.SourceBytes)), shapes => shapes.Size), Existing);

    public override (long Low, long High)? Bounds(FieldMapping field) =>
        _columns.TryGetValue(field.Path, out var column) ? Entry.Columns[column].Bounds : null;

    public override ColumnFacts? Facts(FieldMapping field) => _columns.TryGetValue(field.Path, out var number)
        ? _cache.GetOrAdd(this, FactsParts + number, () => ColumnFacts.Of(Column(number)), facts => facts.Size)
        : null;

    public override bool MayContain(FieldMapping field, ReadOnlySpan<byte> token)
    {
        if (!_columns.TryGetValue(field.Path, out var column))
        {
            return false;
        }

        var chunk = Entry.Columns[column].Filter;
        return chunk.IsEmpty || Decode(FilterParts + column, field.Path + " filter", chunk, bytes => DecodeFilter(chunk, bytes), filter => filter.Size).MayContain(token);
    }

    /// <summary>A part's bytes, checked.</summary>
    /// <exception cref="DamagedDataException">They aren't what was written.</exception>
    public abstract ReadOnlySpan<byte> ReadChunk(in Chunk chunk);

    /// <summary>Some bytes of a part, unchecked.</summary>
    protected abstract ReadOnlySpan<byte> ReadBytes(in Chunk chunk, int offset, int length);

    /// <summary>Ids of one length, one in each row, are read one at a time: a lookup by id needs no more of the block than that.</summary>
    public override bool HasId(int row, ReadOnlySpan<byte> id)
    {
        var entry = Entry.Columns[IdColumn()];
        var format = new HexFormat(entry.IdLength);
        if (!format.IsValid)
        {
            return base.HasId(row, id);
        }

        Span<byte> wanted = stackalloc byte[format.Width];
        if (!format.Fits(id))
        {
            return false;
        }

        format.Parse(id, wanted);
        return ReadBytes(entry.Values, entry.Values.Length - ((Rows - row) * format.Width), format.Width).SequenceEqual(wanted);
    }

    public override StringColumn ReadIds()
    {
        var entry = Entry.Columns[IdColumn()];
        return (StringColumn)DecodeColumn(entry, ReadChunk(entry.Values));
    }

    protected virtual Column DecodeColumn(ColumnEntry entry, ReadOnlySpan<byte> bytes) =>
        new ColumnReader(Rows, Entry.SourceBytes, () => Templates(entry.Path), Other).Read(bytes);

    protected virtual TokenFilter DecodeFilter(in Chunk chunk, ReadOnlySpan<byte> bytes) => TokenFilter.FromBytes(bytes);

    /// <summary>Called where a part turns out to be damaged.</summary>
    protected virtual void Report(string part, DamagedDataException damage)
    {
    }

    private int IdColumn()
    {
        var number = _columns[SystemFields.Id.Path];
        return Entry.Columns[number].Form == ColumnForm.SameAs ? SameAs(number) : number;
    }

    /// <summary>Which column another one refers to.</summary>
    private int SameAs(int number)
    {
        var source = new ByteReader(ReadChunk(Entry.Columns[number].Values));
        source.Byte();
        Presence.Read(ref source, Rows, Entry.SourceBytes);
        return source.Count(Entry.Columns.Count - 1);
    }

    private Column Column(int number)
    {
        var entry = Entry.Columns[number];
        return Decode(number, entry.Path, entry.Values, bytes => DecodeColumn(entry, bytes), column => column.Size);
    }

    private Column Existing(int number) => number < Entry.Columns.Count
        ? Column(number)
        : throw new DamagedDataException("a document refers to a column that isn't there");

    /// <summary>A column that another one refers to. It refers to none itself, so that damage can't make a circle.</summary>
    private Column Other(int number) => number < Entry.Columns.Count && Entry.Columns[number].Form != ColumnForm.SameAs
        ? Column(number)
        : throw new DamagedDataException("a column refers to one that isn't there");

    /// <summary>What the documents are rebuilt from.</summary>
    protected T DecodeSources<T>(Decoder<T> decode, Func<T, int> sizeOf)
        where T : class => Decode(SourcePart, "_source", Entry.Source, decode, sizeOf);

    private T Decode<T>(int part, string name, Chunk chunk, Decoder<T> decode, Func<T, int> sizeOf)
        where T : class
    {
        try
        {
            return _cache.GetOrAdd(this, part, () => DecodeChunk(chunk, decode), sizeOf);
        }
        catch (DamagedDataException damage)
        {
            Report(name, damage);
            throw;
        }
    }

    /// <summary>Reads a part and decodes it; the bytes are not to be held on to.</summary>
    protected virtual T DecodeChunk<T>(in Chunk chunk, Decoder<T> decode) => decode(ReadChunk(chunk));

    protected delegate T Decoder<out T>(ReadOnlySpan<byte> bytes);
}
