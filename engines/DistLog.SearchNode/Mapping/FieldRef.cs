using System.Text;
using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Mapping;

/// <summary>A field as a query names it: a leaf, or one key of a flattened leaf.</summary>
internal sealed record FieldRef(FieldMapping Field, string? FlattenedKey = null)
{
    private readonly byte[]? _key = FlattenedKey is null ? null : Encoding.UTF8.GetBytes(FlattenedKey);

    /// <summary>The name in a request and an answer.</summary>
    public string Path => FlattenedKey is null ? Field.Path : $"{Field.Path}.{FlattenedKey}";

    public FieldKind Kind => Field.Kind;

    /// <summary>The column that holds the field in one block, or null where no row of the block has it.</summary>
    public Column? ColumnOf(Storage.Block block)
    {
        var column = block.Column(Field);
        if (Kind != FieldKind.Flattened || column is not StringColumn strings)
        {
            return column;
        }

        return _key is null ? FlattenedKeyColumn.AllOf(strings) : FlattenedKeyColumn.Of(strings, _key);
    }
}
