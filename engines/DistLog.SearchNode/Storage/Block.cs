using System.Collections.Concurrent;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Sources;

namespace DistLog.SearchNode.Storage;

/// <summary>Some thousands of documents, column by column: the unit of storage, of pruning and of evaluation. It never changes.</summary>
internal abstract class Block
{
    private readonly ConcurrentDictionary<int, (long Low, long High)?> _bounds = new();

    public abstract int Rows { get; }

    /// <summary>A field's values, or null where no document of the block has one.</summary>
    public abstract Column? Column(FieldMapping field);

    /// <summary>The documents of the block, for reading them back.</summary>
    public abstract SourceReader Sources();

    /// <summary>The lowest and highest value of a column of whole numbers; null where there is none.</summary>
    public virtual (long Low, long High)? Bounds(FieldMapping field) => _bounds.GetOrAdd(field.Ordinal, _ => ComputeBounds(field));

    /// <summary>False where the block certainly has no document with this token (or, for keywords, this value) in the field.</summary>
    public virtual bool MayContain(FieldMapping field, ReadOnlySpan<byte> token) => true;

    /// <summary>What is known of a column; null where no document of the block has the field.</summary>
    public virtual ColumnFacts? Facts(FieldMapping field) => Column(field) is { } column ? ColumnFacts.Of(column) : null;

    /// <summary>Bytes that the block takes, in memory or on disk.</summary>
    public abstract long Size { get; }

    /// <summary>True where the row's document has the id.</summary>
    public virtual bool HasId(int row, ReadOnlySpan<byte> id) => Ids[row].SequenceEqual(id);

    /// <summary>The ids for somebody who goes through all of them once: no cache keeps them.</summary>
    public virtual StringColumn ReadIds() => Ids;

    public StringColumn Ids => (StringColumn)Column(SystemFields.Id)!;

    public LongColumn SeqNos => (LongColumn)Column(SystemFields.SeqNo)!;

    public LongColumn Versions => (LongColumn)Column(SystemFields.Version)!;

    private (long Low, long High)? ComputeBounds(FieldMapping field) => Column(field) is LongColumn column ? column.Bounds() : null;
}
