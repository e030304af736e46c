namespace DistLog.Broker.Groups;

/// <summary>The states of a classic consumer group; their names are part of the protocol.</summary>
internal enum GroupState
{
    /// <summary>No members; there may be committed offsets.</summary>
    Empty,

    /// <summary>Waits for all members to join the next generation.</summary>
    PreparingRebalance,

    /// <summary>The generation is complete; waits for its leader's assignment.</summary>
    CompletingRebalance,

    /// <summary>Every member can fetch its assignment.</summary>
    Stable,

    /// <summary>Unknown.</summary>
    Dead,
}
