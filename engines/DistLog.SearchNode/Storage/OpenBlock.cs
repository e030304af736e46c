using System.Collections.Concurrent;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// What a refresh made visible of the block that is still being filled: its first rows. A column is copied when a query first asks
/// for it, so a refresh that nobody searches costs nothing.
/// </summary>
internal sealed class OpenBlock(BlockBuilder builder, int rows, Lock gate) : Block
{
    private readonly ConcurrentDictionary<int, Column?> _columns = new();

    public override int Rows => rows;

    public override long Size => builder.SourceSize;

    public override Column? Column(FieldMapping field)
    {
        if (_columns.TryGetValue(field.Ordinal, out var known))
        {
            return known;
        }

        lock (gate)
        {
            return _columns.GetOrAdd(field.Ordinal, builder.Snapshot(field.Ordinal, rows));
        }
    }

    public override SourceReader Sources()
    {
        lock (gate)
        {
            return builder.Sources(rows);
        }
    }
}
