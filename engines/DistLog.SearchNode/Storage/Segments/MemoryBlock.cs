using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>A full block that isn't on disk as a segment yet: the very bytes that will go there, and a tenth of the documents' size.</summary>
internal sealed class MemoryBlock(BlockEntry entry, byte[] bytes, TemplateSet templates, BlockCache cache) : EncodedBlock(entry, cache)
{
    /// <summary>All parts, in the order in which they go into a file.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    public override TemplateDictionary Templates(string path) => templates[path];

    public override ReadOnlySpan<byte> ReadChunk(in Chunk chunk) => bytes.AsSpan((int)chunk.Offset, chunk.Length);

    protected override ReadOnlySpan<byte> ReadBytes(in Chunk chunk, int offset, int length) => bytes.AsSpan((int)chunk.Offset + offset, length);
}
