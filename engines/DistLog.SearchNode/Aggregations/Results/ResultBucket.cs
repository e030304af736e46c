namespace DistLog.SearchNode.Aggregations.Results;

/// <summary>A bucket of the answer.</summary>
internal sealed record ResultBucket(BucketKey Key, long Count, ResultSet Children);
