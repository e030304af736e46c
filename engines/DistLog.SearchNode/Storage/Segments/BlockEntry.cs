using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Segments;

/// <summary>A block in a segment's directory.</summary>
/// <param name="Rows">Its documents.</param>
/// <param name="SourceBytes">Bytes of the documents as they came in. No column has more values than that.</param>
/// <param name="Source">What rebuilds the documents from the columns.</param>
/// <param name="Columns">Its columns, the system's too.</param>
internal sealed record BlockEntry(int Rows, int SourceBytes, Chunk Source, IReadOnlyList<ColumnEntry> Columns)
{
    /// <summary>Bytes of all parts.</summary>
    public long Length => Source.Length + Columns.Sum(column => (long)column.Values.Length + column.Filter.Length);
}

/// <summary>A column of a block in a segment's directory.</summary>
/// <param name="Path">The field.</param>
/// <param name="Form">How its values are told.</param>
/// <param name="IdLength">Of ids of a fixed length: their characters, where every row has one, so that one can be read alone; otherwise 0.</param>
/// <param name="Values">The values.</param>
/// <param name="Filter">The Bloom filter, where it has one.</param>
/// <param name="Bounds">The lowest and highest of whole numbers.</param>
internal sealed record ColumnEntry(string Path, ColumnForm Form, int IdLength, Chunk Values, Chunk Filter, (long Low, long High)? Bounds);
