using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>What a client may have meant by a name that isn't known.</summary>
internal static class Suggestion
{
    /// <summary>Edits by which a name may be off, in relation to its length; more is another name.</summary>
    private const double Tolerance = 0.5;

    /// <summary>Refuses names that aren't known, and says which ones may have been meant.</summary>
    public static void Check(RestRequest request, IEnumerable<string> names, IEnumerable<string> known, string what)
    {
        foreach (var name in names.Where(name => name != "_all" && !known.Contains(name)))
        {
            throw Refuse.IllegalArgument($"request [{request.Http.Request.Path}] contains unrecognized {what}: [{name}]{For(name, known)}");
        }
    }

    /// <summary>" -&gt; did you mean [x]?", or nothing where no name is near.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        var near = known.Select(candidate => (Name: candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance <= Tolerance * Math.Max(name.Length, pair.Name.Length) - 1)
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .ToArray();
        var best = near.TakeWhile(pair => pair.Distance == near[0].Distance).Select(pair => pair.Name).ToArray();
        return best.Length switch
        {
            0 => "",
            1 => $" -> did you mean [{best[0]}]?",
            _ => $" -> did you mean any of [{string.Join(", ", best)}]?",
        };
    }

    /// <summary>Inserted, removed, changed or swapped characters between two words, row by row of the usual table.</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray(), new int[b.Length + 1]);
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
