namespace DistLog.Contracts;

/// <summary>How a topic is created where it does not exist yet.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">How many partitions; the bound on how many consumers of one group share it.</param>
/// <param name="Compacted">Whether only the last record of each key is kept (<c>cleanup.policy=compact</c>).</param>
public sealed record TopicDefinition(string Name, int Partitions, bool Compacted = false);
