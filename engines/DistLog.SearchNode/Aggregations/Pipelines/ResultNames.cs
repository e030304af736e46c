using DistLog.SearchNode.Aggregations.Results;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>How Elasticsearch's messages call the kinds of results: by the names of its classes.</summary>
internal static class ResultNames
{
    public static string Of(object target) => target switch
    {
        ManyValues => "Object[]",
        ResultBucket => "Bucket",
        IAggregationResult result => Of(result.TypedName),
        _ => target.GetType().Name,
    };

    private static string Of(string typedName) => typedName switch
    {
        "sterms" => "StringTerms",
        "lterms" => "LongTerms",
        "dterms" => "DoubleTerms",
        "srareterms" => "StringRareTerms",
        "lrareterms" => "LongRareTerms",
        "multi_terms" => "InternalMultiTerms",
        _ => "Internal" + string.Concat(typedName.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..])),
    };
}
