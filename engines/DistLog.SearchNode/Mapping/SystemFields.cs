namespace DistLog.SearchNode.Mapping;

/// <summary>The columns that every document has beside its own fields.</summary>
internal static class SystemFields
{
    /// <summary>How many there are; their ordinals are -1, -2, … so that arrays by ordinal shift by this.</summary>
    public const int Count = 5;

    public static FieldMapping Id { get; } = new() { Path = "_id", Kind = FieldKind.Keyword, TypeName = "_id", Ordinal = -1 };

    public static FieldMapping SeqNo { get; } = new() { Path = "_seq_no", Kind = FieldKind.Long, TypeName = "_seq_no", Ordinal = -2 };

    public static FieldMapping Version { get; } = new() { Path = "_version", Kind = FieldKind.Long, TypeName = "_version", Ordinal = -3 };

    /// <summary>The paths of the fields whose values were left out of the columns: malformed, too long, or beyond the limit of fields.</summary>
    public static FieldMapping Ignored { get; } = new() { Path = "_ignored", Kind = FieldKind.Keyword, TypeName = "_ignored", Ordinal = -4 };

    /// <summary>What the document was routed by; absent for nearly all.</summary>
    public static FieldMapping Routing { get; } = new() { Path = "_routing", Kind = FieldKind.Keyword, TypeName = "_routing", Ordinal = -5 };

    /// <summary>All of them, as a segment holds them.</summary>
    public static IReadOnlyList<FieldMapping> All { get; } = [Id, SeqNo, Version, Ignored, Routing];

    public static FieldMapping? Find(string name) => name switch
    {
        "_id" => Id,
        "_seq_no" => SeqNo,
        "_version" => Version,
        "_ignored" => Ignored,
        "_routing" => Routing,
        _ => null,
    };
}
