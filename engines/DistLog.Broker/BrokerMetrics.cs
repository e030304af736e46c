using System.Diagnostics;
using System.Diagnostics.Metrics;
using DistLog.Broker.Protocol;

namespace DistLog.Broker;

/// <summary>The meter <c>distlog.broker</c>. Everything is counted by request or by batch, nothing by record.</summary>
internal sealed class BrokerMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _batches;
    private readonly Counter<long> _appendedBytes;
    private readonly Counter<long> _fetchedBytes;
    private readonly Counter<long> _requests;
    private readonly Counter<long> _errors;
    private readonly Histogram<double> _commits;

    public BrokerMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("distlog.broker");
        _batches = _meter.CreateCounter<long>("distlog.broker.append.batches", "{batch}", "Batches that the log took of producers, those that it had already included.");
        _appendedBytes = _meter.CreateCounter<long>("distlog.broker.append.bytes", "By", "Bytes of these batches.");
        _fetchedBytes = _meter.CreateCounter<long>("distlog.broker.fetch.bytes", "By", "Bytes of batches answered to consumers.");
        _requests = _meter.CreateCounter<long>("distlog.broker.requests", "{request}", "Requests, by API.");
        _errors = _meter.CreateCounter<long>("distlog.broker.errors", "{response}", "Responses that tell an error, by API and by the first error's code.");
        _commits = _meter.CreateHistogram<double>("distlog.broker.commit.duration", "s", "How long group commits take.");
    }

    /// <summary>Called once, by whoever counts the open connections.</summary>
    public void ObserveConnections(Func<int> open) =>
        _meter.CreateObservableUpDownCounter("distlog.broker.connections", open, "{connection}", "Open connections of clients.");

    public void Appended(int bytes)
    {
        _batches.Add(1);
        _appendedBytes.Add(bytes);
    }

    public void Fetched(long bytes) => _fetchedBytes.Add(bytes);

    public void RequestBegun(ApiKey api)
    {
        if (_requests.Enabled)
        {
            _requests.Add(1, Tag(api));
        }
    }

    public void Answered(ApiKey api, ErrorCode error)
    {
        if (error != ErrorCode.None && _errors.Enabled)
        {
            _errors.Add(1, Tag(api), new KeyValuePair<string, object?>("code", error.ToString()));
        }
    }

    /// <summary>The start of a commit for <see cref="CommitEnded"/>; 0, and the clock is not read, where nobody listens.</summary>
    public long CommitStarted() => _commits.Enabled ? Stopwatch.GetTimestamp() : 0;

    public void CommitEnded(long started)
    {
        if (started != 0)
        {
            _commits.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static KeyValuePair<string, object?> Tag(ApiKey api) => new("api", api.ToString());
}
