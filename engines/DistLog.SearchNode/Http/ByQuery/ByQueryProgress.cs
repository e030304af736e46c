using System.Diagnostics;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>How far a request by query has come: counters, for all and for each slice.</summary>
internal sealed class ByQueryProgress(ByQueryAction action, Throttle throttle, int slices, int batchSize)
{
    private readonly Counters[] _slices = [.. Enumerable.Range(0, slices).Select(_ => new Counters())];
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Documents that the query finds, up to the limit.</summary>
    public long Total { get; set; }

    public long Seen => _slices.Sum(slice => slice.Seen);

    public int Batches { get; set; }

    /// <summary>What was refused, and what changed meanwhile where that isn't to be passed over.</summary>
    public List<ByQueryFailure> Failures { get; } = [];

    public bool TimedOut { get; set; }

    /// <summary>Why it ended before its end, if it was cancelled.</summary>
    public string? Cancelled { get; set; }

    /// <summary>Counts one document.</summary>
    public void Count(ReadOnlySpan<byte> id, WriteOutcome? outcome)
    {
        var slice = _slices[_slices.Length == 1 ? 0 : (int)(Hash.Of(id) % (ulong)_slices.Length)];
        slice.Seen++;
        slice.Created += outcome == WriteOutcome.Created ? 1 : 0;
        slice.Updated += outcome == WriteOutcome.Updated ? 1 : 0;
        slice.Deleted += outcome == WriteOutcome.Deleted ? 1 : 0;
        slice.Conflicts += outcome == WriteOutcome.Conflict ? 1 : 0;
    }

    public long CountOf(WriteOutcome outcome) => _slices.Sum(slice => outcome switch
    {
        WriteOutcome.Created => slice.Created,
        WriteOutcome.Updated => slice.Updated,
        WriteOutcome.Deleted => slice.Deleted,
        _ => slice.Conflicts,
    });

    /// <summary>The answer to the request.</summary>
    public JsonObject Answer()
    {
        var json = Status();
        json.Insert(0, "took", (long)Stopwatch.GetElapsedTime(_start).TotalMilliseconds);
        json.Insert(1, "timed_out", TimedOut);
        if (Cancelled is { } why)
        {
            json["canceled"] = why;
        }

        json["failures"] = new JsonArray([.. Failures.Select(failure => (JsonNode)failure.ToJson())]);
        return json;
    }

    /// <summary>The counters, as a task shows them.</summary>
    public JsonObject Status()
    {
        var all = new Counters();
        foreach (var slice in _slices)
        {
            all.Add(slice);
        }

        var json = Describe(all, Total, Batches);
        if (_slices.Length > 1)
        {
            json["slices"] = new JsonArray([.. _slices.Select((slice, number) => (JsonNode)OfSlice(slice, number))]);
        }

        return json;
    }

    private JsonObject OfSlice(Counters slice, int number)
    {
        var json = Describe(slice, slice.Seen, (int)((slice.Seen + batchSize - 1) / batchSize));
        json.Insert(0, "slice_id", number);
        return json;
    }

    private JsonObject Describe(Counters counters, long total, int batches)
    {
        var json = new JsonObject { ["total"] = total };
        if (action.CountsUpdated)
        {
            json["updated"] = counters.Updated;
        }

        if (action.CountsCreated)
        {
            json["created"] = counters.Created;
        }

        json["deleted"] = counters.Deleted;
        json["batches"] = batches;
        json["version_conflicts"] = counters.Conflicts;
        json["noops"] = 0;
        json["retries"] = new JsonObject { ["bulk"] = 0, ["search"] = 0 };
        json["throttled_millis"] = throttle.Waited;
        json["requests_per_second"] = double.IsInfinity(throttle.Rate) ? -1 : throttle.Rate;
        json["throttled_until_millis"] = throttle.Until;
        return json;
    }

    private sealed class Counters
    {
        public long Seen { get; set; }

        public long Created { get; set; }

        public long Updated { get; set; }

        public long Deleted { get; set; }

        public long Conflicts { get; set; }

        public void Add(Counters other)
        {
            Created += other.Created;
            Updated += other.Updated;
            Deleted += other.Deleted;
            Conflicts += other.Conflicts;
        }
    }
}
