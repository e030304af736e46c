using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Storage;

/// <summary>A full block that isn't on disk as a segment yet.</summary>
internal sealed class MemoryBlock(int rows, Column?[] columns, SourceReader sources) : Block
{
    public override int Rows => rows;

    public override long Size { get; } = sources.Size + columns.Sum(column => (long)(column?.Size ?? 0));

    public override Column? Column(FieldMapping field)
    {
        var index = field.Ordinal + SystemFields.Count;
        return index < columns.Length ? columns[index] : null;
    }

    public override SourceReader Sources() => sources;
}
