namespace DistLog.SearchNode.Http.Bulk;

/// <summary>The properties of the answer about one operation that was done.</summary>
[Flags]
internal enum BulkFields
{
    None = 0,
    Index = 1,
    Id = 2,
    Version = 4,
    Result = 8,
    ForcedRefresh = 16,
    Shards = 32,
    SeqNo = 64,
    PrimaryTerm = 128,
    Status = 256,
    FailureStore = 512,
    All = 1023,
}
