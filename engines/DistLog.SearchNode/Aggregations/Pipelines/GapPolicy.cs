using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Aggregations.Pipelines;

/// <summary>What stands for a bucket that has no value.</summary>
internal enum GapPolicy
{
    /// <summary>Nothing: the bucket is passed over.</summary>
    Skip,

    /// <summary>A zero.</summary>
    InsertZeros,

    /// <summary>The metric's own value, even if the bucket has no document.</summary>
    KeepValues,
}

/// <summary>The names of the policies.</summary>
internal static class GapPolicies
{
    public static GapPolicy Parse(string text) => text switch
    {
        "skip" => GapPolicy.Skip,
        "insert_zeros" => GapPolicy.InsertZeros,
        "keep_values" => GapPolicy.KeepValues,
        _ => throw Refuse.Parsing($"Invalid gap policy: [{text}], accepted values: [insert_zeros, skip, keep_values]"),
    };
}
