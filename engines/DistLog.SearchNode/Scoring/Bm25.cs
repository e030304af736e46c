namespace DistLog.SearchNode.Scoring;

/// <summary>
/// How well a word fits a document: Robertson's BM25 as Lucene has it since version 8, in single precision so that the numbers are
/// the same: <c>idf · tf / (tf + k1 · (1 − b + b · length / averageLength))</c>.
/// </summary>
internal static class Bm25
{
    private const float K1 = 1.2f;
    private const float B = 0.75f;

    /// <summary>How much a word says that <paramref name="frequency"/> of <paramref name="documents"/> documents have.</summary>
    public static float Idf(long documents, long frequency) =>
        (float)Math.Log(1 + ((documents - frequency + 0.5) / (frequency + 0.5)));

    /// <summary>For each encoded length what one occurrence counts: the inverse of the formula's right-hand side.</summary>
    public static float[] InverseNorms(float averageLength)
    {
        var inverses = new float[256];
        for (var encoded = 0; encoded < inverses.Length; encoded++)
        {
            inverses[encoded] = 1f / (K1 * (1 - B + (B * FieldLength.Decode((byte)encoded) / averageLength)));
        }

        return inverses;
    }

    public static float Score(float weight, float occurrences, float inverseNorm) => weight - (weight / (1f + (occurrences * inverseNorm)));
}
