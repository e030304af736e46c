namespace DistLog.Broker.Storage;

/// <summary>A single node never changes leaders, so there is one epoch for ever.</summary>
internal static class LeaderEpoch
{
    public const int Current = 0;
}
