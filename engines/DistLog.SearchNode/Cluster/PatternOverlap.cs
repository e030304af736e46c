namespace DistLog.SearchNode.Cluster;

/// <summary>Whether some name fits two patterns.</summary>
internal static class PatternOverlap
{
    public static bool Exists(string a, string b)
    {
        // fits[j]: the rest of a from i on and the rest of b from j on have a name in common. Row by row, from the ends.
        var fits = new bool[b.Length + 1];
        for (var i = a.Length; i >= 0; i--)
        {
            var next = (bool[])fits.Clone();
            for (var j = b.Length; j >= 0; j--)
            {
                fits[j] = (i, j) switch
                {
                    _ when i == a.Length && j == b.Length => true,
                    _ when i < a.Length && a[i] == '*' => next[j] || (j < b.Length && fits[j + 1]),
                    _ when j < b.Length && b[j] == '*' => fits[j + 1] || (i < a.Length && next[j]),
                    _ => i < a.Length && j < b.Length && a[i] == b[j] && next[j + 1],
                };
            }
        }

        return fits[0];
    }

    public static bool Any(IReadOnlyList<string> some, IReadOnlyList<string> others) => some.Any(a => others.Any(b => Exists(a, b)));
}
