namespace DistLog.SearchNode.Regexps;

/// <summary>A set of strings as a term of the algebra of regular languages; equal terms are the same object.</summary>
internal sealed class Language
{
    public required int Id { get; init; }

    public required LanguageKind Kind { get; init; }

    /// <summary>Whether the empty string is in it.</summary>
    public required bool HasEmpty { get; init; }

    public IReadOnlyList<Language> Parts { get; init; } = [];

    public ClassSet? Set { get; init; }

    public int Least { get; init; }

    public int? Most { get; init; }
}

/// <summary>What a term of the algebra is.</summary>
internal enum LanguageKind
{
    /// <summary>No string.</summary>
    Nothing,

    /// <summary>The empty string.</summary>
    Empty,

    /// <summary>One character of a set.</summary>
    Chars,

    /// <summary>A string of the first followed by one of the second.</summary>
    Concat,
    Union,
    Intersection,
    Complement,
    Repeat,
}
