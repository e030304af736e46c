namespace DistLog.SearchNode.Scoring;

/// <summary>A field over a whole index.</summary>
/// <param name="Documents">Documents that have the field.</param>
/// <param name="AverageLength">Words, or values, that such a document has.</param>
internal sealed record FieldStatistics(long Documents, float AverageLength)
{
    /// <summary>By a text's encoded length what one occurrence counts.</summary>
    public float[] InverseNorms { get; } = Bm25.InverseNorms(AverageLength);
}
