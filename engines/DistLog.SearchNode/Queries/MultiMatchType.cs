using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>How the fields of a <c>multi_match</c> work together.</summary>
internal enum MultiMatchType
{
    BestFields,
    MostFields,
    CrossFields,
    Phrase,
    PhrasePrefix,
    BoolPrefix,
}

/// <summary>The names of the types, and how much of the other fields' scores each adds to the best one's.</summary>
internal static class MultiMatchTypes
{
    public static MultiMatchType Parse(string? name) => name?.ToLowerInvariant() switch
    {
        "best_fields" => MultiMatchType.BestFields,
        "most_fields" => MultiMatchType.MostFields,
        "cross_fields" => MultiMatchType.CrossFields,
        "phrase" => MultiMatchType.Phrase,
        "phrase_prefix" => MultiMatchType.PhrasePrefix,
        "bool_prefix" => MultiMatchType.BoolPrefix,
        _ => throw new ElasticsearchException(400, "parse_exception", $"failed to parse [multi_match] query type [{name}]. unknown type."),
    };

    public static string NameOf(MultiMatchType type) => type switch
    {
        MultiMatchType.BestFields => "best_fields",
        MultiMatchType.MostFields => "most_fields",
        MultiMatchType.CrossFields => "cross_fields",
        MultiMatchType.Phrase => "phrase",
        MultiMatchType.PhrasePrefix => "phrase_prefix",
        _ => "bool_prefix",
    };

    public static float TieBreaker(MultiMatchType type) => type is MultiMatchType.MostFields or MultiMatchType.BoolPrefix ? 1 : 0;
}
