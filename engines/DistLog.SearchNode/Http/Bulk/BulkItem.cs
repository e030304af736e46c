using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.Bulk;

/// <summary>What came of one action.</summary>
internal readonly record struct BulkItem(BulkKind Kind, string Index, string Id, WriteResult Result, ElasticsearchException? Error, bool Refreshed);
