namespace DistLog.ServiceDefaults.Kafka.Batches;

/// <summary>What a service reads, and as whom.</summary>
/// <param name="Group">The consumer group.</param>
/// <param name="Topics">The topics.</param>
internal sealed record BatchSubscription(string Group, IReadOnlyList<string> Topics);
