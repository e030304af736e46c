namespace DistLog.SearchNode.Intervals;

/// <summary>A stretch of a text's words, both ends included.</summary>
/// <param name="Start">The first word.</param>
/// <param name="End">The last word.</param>
/// <param name="Gaps">Words inside that belong to none of the parts.</param>
internal readonly record struct Interval(int Start, int End, int Gaps)
{
    public int Width => End - Start + 1;

    public bool Contains(Interval other) => Start <= other.Start && End >= other.End;

    public bool Overlaps(Interval other) => Start <= other.End && other.Start <= End;
}
