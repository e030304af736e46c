namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>A block's documents as they came in. Layout: form u8, lengths, bytes.</summary>
internal static class SourceEncoding
{
    private const byte Raw = 0;

    public static void Write(ByteBuffer target, SourceReader documents)
    {
        var (data, offsets) = documents.Raw;
        target.Byte(Raw);
        Lengths.Write(target, offsets);
        PackedBytes.Write(target, data.Span);
    }

    /// <exception cref="DamagedDataException">The bytes aren't the documents of so many rows.</exception>
    public static SourceReader Read(ReadOnlySpan<byte> bytes, int rows)
    {
        var source = new ByteReader(bytes);
        if (source.Byte() != Raw)
        {
            throw new DamagedDataException("documents are told in no known form");
        }

        var offsets = Lengths.Read(ref source, rows);
        var data = PackedBytes.Read(ref source);
        return offsets[^1] == data.Length ? new SourceReader(data, offsets) : throw new DamagedDataException("documents have other lengths than they say");
    }
}
