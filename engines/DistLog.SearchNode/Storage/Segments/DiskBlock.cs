using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>A block in a segment: columns are read when they are asked for, and kept in the cache.</summary>
internal sealed class DiskBlock : Block
{
    private const int SourcePart = -1;
    private const int FilterParts = 1 << 20;

    private readonly Segment _segment;
    private readonly int _number;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    public DiskBlock(Segment segment, int number, BlockEntry entry)
    {
        _segment = segment;
        _number = number;
        Entry = entry;
        for (var i = 0; i < entry.Columns.Count; i++)
        {
            _columns[entry.Columns[i].Path] = i;
        }
    }

    public BlockEntry Entry { get; }

    public Segment Segment => _segment;

    /// <summary>The block's number in its segment.</summary>
    public int Number => _number;

    public override int Rows => Entry.Rows;

    public override long Size => Entry.Source.Length + Entry.Columns.Sum(column => (long)column.Values.Length + column.Filter.Length);

    /// <summary>Why a part of the block can't be read, once that is known.</summary>
    public string? Damage { get; private set; }

    public override Column? Column(FieldMapping field) => _columns.TryGetValue(field.Path, out var column)
        ? Read(column, field.Path, Entry.Columns[column].Values, bytes => ColumnEncoding.Read(bytes, Rows), value => value.Size)
        : null;

    public override SourceReader Sources() => Read(SourcePart, "_source", Entry.Source, ReadSources, sources => sources.Size);

    public override (long Low, long High)? Bounds(FieldMapping field) =>
        _columns.TryGetValue(field.Path, out var column) && Entry.Columns[column] is { HasBounds: true } entry ? (entry.Low, entry.High) : null;

    public override bool MayContain(FieldMapping field, ReadOnlySpan<byte> token)
    {
        if (!_columns.TryGetValue(field.Path, out var column))
        {
            return false;
        }

        var chunk = Entry.Columns[column].Filter;
        return chunk.IsEmpty || Read(FilterParts + column, field.Path + " filter", chunk, TokenFilter.FromBytes, filter => filter.Size).MayContain(token);
    }

    public byte[] ReadPacked(in Chunk chunk)
    {
        try
        {
            return SegmentFile.ReadPacked(_segment.File, chunk);
        }
        catch (DamagedDataException damage)
        {
            Report("a chunk", damage);
            throw;
        }
    }

    private SourceReader ReadSources(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        var offsets = LengthEncoding.Read(ref reader, Rows);
        return new SourceReader(reader.Take(offsets[^1]).ToArray(), offsets);
    }

    private T Read<T>(int part, string name, Chunk chunk, Decoder<T> decode, Func<T, int> sizeOf)
        where T : class
    {
        try
        {
            return _segment.Cache.GetOrAdd(this, part, () => decode(SegmentFile.ReadChunk(_segment.File, chunk)), sizeOf);
        }
        catch (DamagedDataException damage)
        {
            Report(name, damage);
            throw;
        }
    }

    /// <summary>Says it once.</summary>
    private void Report(string name, DamagedDataException damage)
    {
        if (Damage is null)
        {
            Damage = $"{name}: {damage.Message}";
            _segment.ReportDamage(name, _number, damage.Message);
        }
    }

    private delegate T Decoder<out T>(ReadOnlySpan<byte> bytes);
}
