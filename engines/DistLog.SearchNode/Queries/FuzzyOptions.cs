using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>What may differ in a fuzzy search.</summary>
/// <param name="PrefixLength">Characters at the start that must be as asked.</param>
/// <param name="MaxExpansions">How many different words are taken at most; null takes all that are near enough.</param>
/// <param name="Transpositions">Whether two neighbours that changed places are one edit.</param>
internal sealed record FuzzyOptions(int PrefixLength, int? MaxExpansions, bool Transpositions)
{
    public static FuzzyOptions Default { get; } = new(0, null, true);

    public static int NotNegative(string name, JsonElement value) =>
        value.Int(name) is >= 0 and var number ? number : throw Refuse.IllegalArgument($"No negative {name.Replace('_', ' ')} allowed.");

    public static int Positive(string name, JsonElement value) =>
        value.Int(name) is > 0 and var number ? number : throw Refuse.IllegalArgument($"No negative or zero {name.Replace('_', ' ')} allowed.");
}
