namespace DistLog.Console.Overview;

/// <summary>The counts that were read last; null before the first.</summary>
internal sealed class CountsBoard
{
    public Counts? Current { get; set; }
}
