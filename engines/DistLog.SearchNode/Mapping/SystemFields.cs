namespace DistLog.SearchNode.Mapping;

/// <summary>The columns that every document has beside its own fields.</summary>
internal static class SystemFields
{
    /// <summary>How many there are; their ordinals are -1, -2, … so that arrays by ordinal shift by this.</summary>
    public const int Count = 3;

    public static FieldMapping Id { get; } = new() { Path = "_id", Kind = FieldKind.Keyword, TypeName = "_id", Ordinal = -1 };

    public static FieldMapping SeqNo { get; } = new() { Path = "_seq_no", Kind = FieldKind.Long, TypeName = "_seq_no", Ordinal = -2 };

    public static FieldMapping Version { get; } = new() { Path = "_version", Kind = FieldKind.Long, TypeName = "_version", Ordinal = -3 };

    public static FieldMapping? Find(string name) => name switch
    {
        "_id" => Id,
        "_seq_no" => SeqNo,
        "_version" => Version,
        _ => null,
    };
}
