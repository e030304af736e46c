using System.Diagnostics;
using System.Diagnostics.Metrics;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode;

/// <summary>The meter <c>distlog.searchnode</c>.</summary>
internal sealed class SearchNodeMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _documents;
    private readonly Counter<long> _bulkRequests;
    private readonly Counter<long> _bulkBytes;
    private readonly Histogram<double> _commits;
    private readonly Histogram<double> _searches;

    public SearchNodeMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("distlog.searchnode");
        _documents = _meter.CreateCounter<long>("distlog.searchnode.documents", "{document}", "Documents written, by result; failed are the refused ones of bulk requests.");
        _bulkRequests = _meter.CreateCounter<long>("distlog.searchnode.bulk.requests", "{request}", "Bulk requests done.");
        _bulkBytes = _meter.CreateCounter<long>("distlog.searchnode.bulk.bytes", "By", "Bytes of their bodies, decompressed.");
        _commits = _meter.CreateHistogram<double>("distlog.searchnode.commit.duration", "s", "How long it takes to write and sync the log of writes, each for all who wait.");
        _searches = _meter.CreateHistogram<double>("distlog.searchnode.search.duration", "s", "How long searches and counts take that succeed, with the wait for their turn.");
    }

    /// <summary>False while nobody listens: then the results of a bulk request need not be looked through.</summary>
    public bool CountsDocuments => _documents.Enabled;

    /// <summary>Called once, by whoever owns the stores.</summary>
    public void ObserveStores(Func<IEnumerable<IndexStore>> stores)
    {
        _meter.CreateObservableUpDownCounter("distlog.searchnode.segments", () => stores().Sum(store => (long)store.SegmentCount), "{segment}", "Segments of all indices.");
        _meter.CreateObservableUpDownCounter("distlog.searchnode.disk.bytes", () => stores().Sum(store => store.SizeOnDisk()), "By", "Bytes of these segments.");
        _meter.CreateObservableUpDownCounter("distlog.searchnode.buffer.bytes", () => stores().Sum(store => store.BufferSize), "By", "Bytes of documents in memory that no segment has yet.");
    }

    public void BulkDone(int bytes)
    {
        _bulkRequests.Add(1);
        _bulkBytes.Add(bytes);
    }

    public void Written(WriteOutcome outcome, long count = 1)
    {
        if (count > 0 && NameOf(outcome) is { } result)
        {
            AddDocuments(result, count);
        }
    }

    public void Refused(long count)
    {
        if (count > 0)
        {
            AddDocuments("failed", count);
        }
    }

    public long CommitStarted() => StartOf(_commits);

    public void CommitEnded(long started) => Record(_commits, started);

    public long SearchStarted() => StartOf(_searches);

    public void SearchEnded(long started) => Record(_searches, started);

    /// <summary>The start of what is measured; 0, and the clock is not read, where nobody listens.</summary>
    private static long StartOf(Histogram<double> histogram) => histogram.Enabled ? Stopwatch.GetTimestamp() : 0;

    private static void Record(Histogram<double> histogram, long started)
    {
        if (started != 0)
        {
            histogram.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    /// <summary>Null for what changed nothing and met no resistance either.</summary>
    private static string? NameOf(WriteOutcome outcome) => outcome switch
    {
        WriteOutcome.Created => "created",
        WriteOutcome.Updated => "updated",
        WriteOutcome.Deleted => "deleted",
        WriteOutcome.Conflict => "conflict",
        _ => null,
    };

    private void AddDocuments(string result, long count) => _documents.Add(count, new KeyValuePair<string, object?>("result", result));
}
