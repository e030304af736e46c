namespace DistLog.SearchNode.Text;

/// <summary>
/// Phrases whose words may be out of place. A word's displacement is its position in the text less its position in the phrase; an
/// occurrence is one position for each word, none twice, and its distance is the largest displacement less the smallest. It counts
/// where the distance is at most the slop. So two words that have changed places have distance 2, as in Lucene.
/// </summary>
internal static class SloppyPhrase
{
    /// <summary>For each word of the phrase, its displacements in ascending order.</summary>
    public static List<int>[] Positions(ReadOnlySpan<byte> text, Phrase phrase)
    {
        var found = new List<int>[phrase.Tokens.Count];
        for (var token = 0; token < found.Length; token++)
        {
            found[token] = [];
        }

        var tokenizer = new StandardTokenizer(text);
        for (var position = 0; tokenizer.MoveNext(); position++)
        {
            for (var token = 0; token < found.Length; token++)
            {
                if (phrase.Matches(token, tokenizer.Current))
                {
                    found[token].Add(position - token);
                }
            }
        }

        return found;
    }

    /// <summary>The sum over all occurrences of 1 / (1 + distance); 0 where there is none.</summary>
    public static float Frequency(List<int>[] displacements, int slop)
    {
        var frequency = 0f;
        Walk(displacements, slop, distance => frequency += 1f / (1 + distance));
        return frequency;
    }

    public static bool Occurs(List<int>[] displacements, int slop)
    {
        var found = false;
        Walk(displacements, slop, _ => found = true);
        return found;
    }

    /// <summary>
    /// Moves the word that lags most until it doesn't, noting the smallest distance on the way: each word's list is walked once.
    /// </summary>
    private static void Walk(List<int>[] displacements, int slop, Action<int> occurrence)
    {
        if (displacements.Length == 1)
        {
            displacements[0].ForEach(_ => occurrence(0));
            return;
        }

        var at = new int[displacements.Length];
        if (!Settle(displacements, at))
        {
            return;
        }

        while (true)
        {
            var lagging = Lagging(displacements, at);
            var (farthest, next) = Others(displacements, at, lagging);
            var distance = Math.Max(farthest, displacements[lagging][at[lagging]]) - displacements[lagging][at[lagging]];
            var isOver = false;
            while (!isOver)
            {
                at[lagging]++;
                isOver = !Settle(displacements, at);
                if (isOver || displacements[lagging][at[lagging]] > next)
                {
                    break;
                }

                distance = Math.Min(distance, farthest - displacements[lagging][at[lagging]]);
            }

            if (distance <= slop)
            {
                occurrence(distance);
            }

            if (isOver)
            {
                return;
            }
        }
    }

    /// <summary>Moves words that stand on another's place (a word can be in a phrase twice) on; false where a word has no place left.</summary>
    private static bool Settle(List<int>[] displacements, int[] at)
    {
        for (var token = 0; token < at.Length; token++)
        {
            for (var other = 0; other < token; other++)
            {
                while (at[token] < displacements[token].Count && at[other] < displacements[other].Count && displacements[token][at[token]] + token == displacements[other][at[other]] + other)
                {
                    at[token]++;
                    other = 0;
                }
            }

            if (at[token] >= displacements[token].Count)
            {
                return false;
            }
        }

        return true;
    }

    private static int Lagging(List<int>[] displacements, int[] at)
    {
        var lagging = 0;
        for (var token = 1; token < at.Length; token++)
        {
            lagging = displacements[token][at[token]] < displacements[lagging][at[lagging]] ? token : lagging;
        }

        return lagging;
    }

    /// <summary>The largest and the smallest displacement of the others.</summary>
    private static (int Farthest, int Next) Others(List<int>[] displacements, int[] at, int lagging)
    {
        var (farthest, next) = (int.MinValue, int.MaxValue);
        for (var token = 0; token < at.Length; token++)
        {
            if (token != lagging)
            {
                farthest = Math.Max(farthest, displacements[token][at[token]]);
                next = Math.Min(next, displacements[token][at[token]]);
            }
        }

        return (farthest, next);
    }
}
