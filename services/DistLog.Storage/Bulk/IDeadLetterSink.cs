namespace DistLog.Storage.Bulk;

/// <summary>Where documents go that the store refuses for good.</summary>
internal interface IDeadLetterSink
{
    /// <summary>Keeps a document with the reason; completes when it is safe.</summary>
    Task WriteAsync(BulkRequest request, BulkItem item, string reason);
}
