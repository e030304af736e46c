using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Tasks;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http.ByQuery;

/// <summary>Does one request by query, batch by batch, so that memory stays flat however many documents it is about.</summary>
internal sealed class ByQueryRun
{
    private readonly Node _node;
    private readonly ByQueryOptions _options;
    private readonly ByQueryAction _action;
    private readonly ResolvedIndex[] _targets;
    private readonly ByQueryProgress _progress;
    private readonly HashSet<Index> _written = [];

    public ByQueryRun(Node node, ByQueryOptions options, ByQueryAction action, IReadOnlyList<ResolvedIndex> targets)
    {
        (_node, _options, _action) = (node, options, action);
        _targets = [.. targets.Select(target => target.Frozen())];
        Throttle = new Throttle(options.RequestsPerSecond, node.Time);
        var slices = options.Slices > 0 ? options.Slices : Math.Max(1, targets.Count == 1 ? targets[0].Index.Metadata.Shards : targets.Count);
        _progress = new ByQueryProgress(action, Throttle, slices, options.BatchSize);
    }

    public Throttle Throttle { get; }

    /// <summary>The HTTP status of the answer: that of the worst failure.</summary>
    public int Status => _progress.Failures.Count == 0 ? 200 : _progress.Failures.Max(failure => failure.Why.Status);

    /// <summary>Runs to the end, or to what keeps it from getting there, and returns the answer.</summary>
    public async Task<JsonObject> RunAsync(NodeTask task)
    {
        task.Status = _progress.Status;
        Throttles.Add(task, Throttle);
        try
        {
            await RunBatchesAsync(task.Token);
        }
        catch (OperationCanceledException) when (task.IsCancelled)
        {
            _progress.Cancelled = "by user request";
        }

        await _node.Wal.Committed();
        foreach (var outcome in new[] { WriteOutcome.Created, WriteOutcome.Updated, WriteOutcome.Deleted, WriteOutcome.Conflict })
        {
            _node.Metrics.Written(outcome, _progress.CountOf(outcome));
        }

        RefreshPolicy.Apply(_options.Refresh, _written.Concat(_targets.Select(target => target.Index)));
        return _progress.Answer();
    }

    private async Task RunBatchesAsync(CancellationToken cancel)
    {
        var (search, now, limit) = (_options.Search, Instant.FromMillis(_node.Time.GetUtcNow().ToUnixTimeMilliseconds()), _options.MaxDocs ?? long.MaxValue);
        search.Source = _action.NeedsSource ? Searching.SourceFilter.Everything : Searching.SourceFilter.Nothing;
        while (_progress.Seen < limit && _progress.Failures.Count == 0)
        {
            var start = Stopwatch.GetTimestamp();
            search.Size = (int)Math.Min(_options.BatchSize, limit - _progress.Seen);
            var page = await _node.Searches.RunAsync(() => Searcher.Run(search, _targets, now, cancel), cancel);
            if (_progress.Batches == 0)
            {
                _progress.Total = Math.Min(page.Total, limit);
            }

            _progress.TimedOut |= page.TimedOut;
            if (page.Hits.Length == 0)
            {
                return;
            }

            _progress.Batches++;
            await _node.WaitForRoomAsync(cancel);
            Write(page.Hits);
            if (page.Hits.Length < search.Size || _progress.Seen >= _progress.Total)
            {
                return;
            }

            search.AfterHit = page.Hits[^1];
            await _node.Wal.Committed();
            await Throttle.WaitAsync(page.Hits.Length, Stopwatch.GetElapsedTime(start), cancel);
        }
    }

    private void Write(Hit[] hits)
    {
        foreach (var hit in hits)
        {
            if (_action.NeedsSource)
            {
                UpdateAction.SourceOf(hit);
            }

            try
            {
                ActiveShards.Check(hit.Target.Index, _options.ActiveShards, _options.Timeout);
                var result = _action.Apply(hit, out var target);
                _written.Add(target);
                _progress.Count(hit.Id, result.Outcome);
                if (result.Conflict is { } why && !_options.Proceeds)
                {
                    var id = Encoding.UTF8.GetString(hit.Id);
                    _progress.Failures.Add(new ByQueryFailure(target.Name, id, Refuse.VersionConflict(target.Name, id, why)));
                }
            }
            catch (ElasticsearchException refused)
            {
                _progress.Count(hit.Id, null);
                _progress.Failures.Add(new ByQueryFailure(hit.Target.Index.Name, Encoding.UTF8.GetString(hit.Id), refused));
            }
        }
    }
}
