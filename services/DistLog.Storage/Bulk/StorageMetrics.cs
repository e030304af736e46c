using System.Diagnostics.Metrics;

namespace DistLog.Storage.Bulk;

/// <summary>The meter <c>distlog.storage</c>.</summary>
internal sealed class StorageMetrics
{
    private readonly Counter<long> _stored;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _deadLetters;
    private readonly Histogram<double> _latency;

    public StorageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("distlog.storage");
        _stored = meter.CreateCounter<long>("distlog.storage.stored", "{document}", "Documents that the store took, by index.");
        _duplicates = meter.CreateCounter<long>("distlog.storage.duplicates", "{document}", "Documents that the store had already.");
        _retries = meter.CreateCounter<long>("distlog.storage.retries", "{request}", "Bulk requests that had to be sent again.");
        _deadLetters = meter.CreateCounter<long>("distlog.storage.dead_letters", "{document}", "Documents that the store refused for good.");
        _latency = meter.CreateHistogram<double>("distlog.storage.bulk.duration", "ms", "How long bulk requests take.");
    }

    public void AddStored(string index, int count) => _stored.Add(count, Tag(index));

    public void AddDuplicates(string index, int count) => _duplicates.Add(count, Tag(index));

    public void AddRetry(string index) => _retries.Add(1, Tag(index));

    public void AddDeadLetters(string index, int count) => _deadLetters.Add(count, Tag(index));

    public void AddLatency(string index, TimeSpan duration) => _latency.Record(duration.TotalMilliseconds, Tag(index));

    private static KeyValuePair<string, object?> Tag(string index) => new("index", index);
}
