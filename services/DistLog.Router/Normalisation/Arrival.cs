namespace DistLog.Router.Normalisation;

/// <summary>How a record came.</summary>
/// <param name="UnixMs">When the collector took it, in milliseconds since 1970.</param>
/// <param name="Key">Its Kafka key, or null.</param>
/// <param name="Partition">Where it stands on the topic nodes.</param>
/// <param name="Offset">Where it stands on the topic nodes.</param>
internal readonly record struct Arrival(long UnixMs, byte[]? Key, int Partition, long Offset);
