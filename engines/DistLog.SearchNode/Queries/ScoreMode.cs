using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Queries;

/// <summary>How several scores become one.</summary>
internal enum ScoreMode
{
    Multiply,
    Sum,
    Average,
    First,
    Max,
    Min,
    Replace,
}

/// <summary>The names of the modes.</summary>
internal static class ScoreModes
{
    /// <param name="name">The name in the request.</param>
    /// <param name="forQuery">True for how functions change the query's score, false for how they are combined.</param>
    public static ScoreMode Parse(string? name, bool forQuery) => name switch
    {
        "multiply" => ScoreMode.Multiply,
        "sum" => ScoreMode.Sum,
        "avg" => ScoreMode.Average,
        "max" => ScoreMode.Max,
        "min" => ScoreMode.Min,
        "first" when !forQuery => ScoreMode.First,
        "replace" when forQuery => ScoreMode.Replace,
        _ => throw Refuse.IllegalArgument($"illegal {(forQuery ? "boost_mode" : "score_mode")} [{name}]"),
    };
}
