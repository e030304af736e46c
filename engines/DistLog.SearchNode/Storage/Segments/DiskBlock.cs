using System.Buffers;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;
using DistLog.SearchNode.Storage.Encoding.Version1;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>A block in a segment's file.</summary>
internal sealed class DiskBlock(Segment segment, int number, BlockPlace place) : EncodedBlock(place.Entry, segment.Cache)
{
    public Segment Segment => segment;

    /// <summary>The block's number in its segment.</summary>
    public int Number => number;

    /// <summary>Why a part of the block can't be read, once that is known.</summary>
    public string? Damage { get; private set; }

    /// <summary>True for a block of the present format, whose bytes can go into another segment as they are.</summary>
    public bool IsCurrent => segment.Version == 2;

    /// <summary>Templates that can't be read are the damage of each block that needs them: merges must know.</summary>
    public override TemplateDictionary Templates(string path)
    {
        try
        {
            return segment.Templates[path];
        }
        catch (DamagedDataException damage)
        {
            Report($"templates of {path}", damage);
            throw;
        }
    }

    public override ReadOnlySpan<byte> ReadChunk(in Chunk chunk)
    {
        try
        {
            return SegmentFile.ReadChunk(segment.File, place.Start, chunk);
        }
        catch (DamagedDataException damage)
        {
            Report("a chunk", damage);
            throw;
        }
    }

    /// <summary>The bytes are read into rented memory: at some hundred KB a block, new memory would cost more than the decoding.</summary>
    protected override T DecodeChunk<T>(in Chunk chunk, Decoder<T> decode)
    {
        var rented = ArrayPool<byte>.Shared.Rent(chunk.Length);
        try
        {
            var bytes = rented.AsSpan(0, chunk.Length);
            SegmentFile.ReadChunk(segment.File, place.Start, chunk, bytes);
            return decode(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    protected override ReadOnlySpan<byte> ReadBytes(in Chunk chunk, int offset, int length) =>
        SegmentFile.ReadBytes(segment.File, place.Start + chunk.Offset + offset, length);

    protected override Column DecodeColumn(ColumnEntry entry, ReadOnlySpan<byte> bytes) =>
        IsCurrent ? base.DecodeColumn(entry, bytes) : ColumnEncoding.Read(BlockCodec.Decompress(bytes, entry.Values.RawLength), Rows);

    public override SourceReader Sources() => IsCurrent ? base.Sources() : DecodeSources(ReadVersion1Sources, sources => sources.Size);

    protected override TokenFilter DecodeFilter(in Chunk chunk, ReadOnlySpan<byte> bytes) =>
        base.DecodeFilter(chunk, IsCurrent ? bytes : BlockCodec.Decompress(bytes, chunk.RawLength));

    private RawSources ReadVersion1Sources(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(BlockCodec.Decompress(bytes, Entry.Source.RawLength));
        var offsets = LengthEncoding.Read(ref reader, Rows);
        return new RawSources(reader.Take(offsets[^1]).ToArray(), offsets);
    }

    /// <summary>Says it once.</summary>
    protected override void Report(string part, DamagedDataException damage)
    {
        if (Damage is null)
        {
            Damage = $"{part}: {damage.Message}";
            segment.ReportDamage(part, number, damage.Message);
        }
    }
}
