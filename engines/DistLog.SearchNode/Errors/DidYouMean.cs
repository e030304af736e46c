namespace DistLog.SearchNode.Errors;

/// <summary>Finds the known names that a misspelt one may have meant.</summary>
internal static class DidYouMean
{
    /// <summary>The names of whose letters more than this part, by default half, are right, the likeliest first.</summary>
    public static IReadOnlyList<string> Suggest(string given, IEnumerable<string> known, double least = 0.5) =>
    [
        .. known.Select(name => (Name: name, Likeness: Likeness(given, name))).Where(candidate => candidate.Likeness > least)
            .OrderByDescending(candidate => candidate.Likeness).ThenBy(candidate => candidate.Name, StringComparer.Ordinal).Select(candidate => candidate.Name),
    ];

    /// <summary>What is added to the refusal of an unknown name.</summary>
    public static string Question(string given, IEnumerable<string> known, double least = 0.5) => Suggest(given, known, least) switch
    {
        [] => "",
        [var only] => $" did you mean [{only}]?",
        var several => $" did you mean any of [{string.Join(", ", several)}]?",
    };

    private static double Likeness(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64)
        {
            return 0;
        }

        var costs = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                (diagonal, costs[j]) = (costs[j], Math.Min(diagonal + (a[i - 1] == b[j - 1] ? 0 : 1), Math.Min(costs[j], costs[j - 1]) + 1));
            }
        }

        return 1 - ((double)costs[b.Length] / Math.Max(1, Math.Max(a.Length, b.Length)));
    }
}
