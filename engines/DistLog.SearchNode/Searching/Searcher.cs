using DistLog.SearchNode.Aggregations;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Searching;

/// <summary>
/// Runs one search over some indices. Blocks are matched by whichever thread is free; their rows are collected on the search's own thread,
/// block after block in a fixed order, so that results don't depend on the timing.
/// </summary>
internal sealed class Searcher
{
    private readonly SearchRequest _request;
    private readonly HitCollector _hits;
    private readonly CollectorSet? _aggregations;
    private readonly bool _scores;
    private readonly CancellationToken _cancel;
    private readonly EvaluationLimits _limits;
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly int[] _rows = new int[BlockLimits.Rows];
    private long _document;
    private long _total;
    private long _examined;
    private bool _timedOut;
    private bool _terminated;

    private Searcher(SearchRequest request, Instant now, CancellationToken cancel)
    {
        _request = request;
        _cancel = cancel;
        _limits = new EvaluationLimits(request.Timeout, cancel);
        _hits = new HitCollector(request);
        _scores = request.ShowsScores || request.MinScore is not null;
        _aggregations = request.Aggregations?.NewCollectors(new AggregationScope(request.BucketLimit, now));
    }

    /// <summary>Runs a search.</summary>
    /// <exception cref="ElasticsearchException">The query doesn't fit an index, or a limit is passed.</exception>
    public static SearchResult Run(SearchRequest request, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        foreach (var target in targets)
        {
            request.Aggregations?.Prepare(new IndexContext(QueryContext.Of(target, now)) { Target = target });
        }

        var searcher = new Searcher(request, now, cancel);
        searcher._limits.Enter();
        try
        {
            foreach (var target in targets)
            {
                searcher.SearchIndex(target, now);
            }

            return searcher.Finish(targets.Count);
        }
        finally
        {
            EvaluationLimits.Leave();
        }
    }

    /// <summary>Counts the documents that match.</summary>
    public static long Count(Query query, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        var request = new SearchRequest { Query = query, Size = 0, TrackTotal = null };
        return Run(request, targets, now, cancel).Total;
    }

    private SearchResult Finish(int shards)
    {
        var hits = _hits.Drain();
        return new SearchResult
        {
            Total = _total,
            Hits = HitFetcher.Fetch(hits, _request, _failures, _cancel),
            Failures = _failures,
            MaxScore = _scores && _request.Size > 0 && float.IsFinite(_hits.MaxScore) ? _hits.MaxScore : null,
            Aggregations = FinishAggregations(),
            Shards = shards,
            TimedOut = _timedOut,
            TerminatedEarly = _terminated,
        };
    }

    private ResultSet? FinishAggregations()
    {
        var results = _aggregations?.Finish();
        _aggregations?.Scope.FetchHits(_request, _failures, _cancel);
        return results;
    }

    private void SearchIndex(ResolvedIndex target, Instant now)
    {
        var context = QueryContext.Of(target, now);
        var plan = new IndexPlan(
            target,
            new IndexContext(context) { Target = target },
            BoundQuery.Of(_request, target, context),
            BoundQuery.Filters(target, context),
            _request.PostFilter?.Bind(context),
            [.. _hits.Order.Fields.Select(field => new SortReader(field, context))]);
        _hits.Begin(plan.Readers);
        var views = target.View;
        SearchBlocks(plan, InUsefulOrder(views, plan.Readers));
        _document += views.Sum(view => (long)view.Block.Rows);
    }

    /// <summary>The blocks that hold the first hits come first, so that the others can be passed over. Each with the number of its first document.</summary>
    private List<(BlockView View, long Document)> InUsefulOrder(IReadOnlyList<BlockView> views, SortReader[] readers)
    {
        var numbered = new List<(BlockView View, long Document)>(views.Count);
        var document = _document;
        foreach (var view in views)
        {
            numbered.Add((view, document));
            document += view.Block.Rows;
        }

        if (readers[0].Field is not { } field || !field.Kind.HasLongs() || views.Count < 2 || _request.Size == 0)
        {
            return numbered;
        }

        return _hits.Order.Fields[0].Descending
            ? [.. numbered.OrderByDescending(entry => entry.View.Block.Bounds(field.Field)?.High ?? long.MinValue)]
            : [.. numbered.OrderBy(entry => entry.View.Block.Bounds(field.Field)?.Low ?? long.MaxValue)];
    }

    private void SearchBlocks(IndexPlan plan, List<(BlockView View, long Document)> blocks)
    {
        var examinedBefore = _examined;
        using var work = new OrderedWork<BlockMatch>(blocks.Count, number => Match(plan, blocks[number].View), SearchPool.OfThisThread);
        foreach (var (_, document) in blocks)
        {
            _timedOut |= _limits.IsTimeUp;
            if (_timedOut || !NeedsMore)
            {
                return;
            }

            _cancel.ThrowIfCancellationRequested();
            try
            {
                if (!Collect(plan, work.Next(), document, examinedBefore))
                {
                    return;
                }
            }
            catch (TimeoutException)
            {
                _timedOut = true;
            }
        }
    }

    /// <summary>False where nothing that is left could change the answer.</summary>
    private bool NeedsMore => _hits.Wanted || NeedsAll;

    /// <summary>True while each further match counts, be it only for the total.</summary>
    private bool NeedsAll => _aggregations is not null || _request.TerminateAfter > 0 || _request.TrackTotal is not { } track || (track > 0 && Volatile.Read(ref _total) <= track);

    /// <summary>Finds a block's rows; runs on any thread. A damaged block is left out, and the answer says so.</summary>
    private BlockMatch Match(IndexPlan plan, BlockView view)
    {
        _limits.Enter();
        EvaluationLimits.Check();
        try
        {
            return !NeedsAll && _hits.IsPassed(view.Block, plan.Readers) ? BlockMatch.Nothing : MatchRows(plan, view);
        }
        catch (DamagedDataException damage)
        {
            return new BlockMatch { Damage = damage.Message };
        }
    }

    private BlockMatch MatchRows(IndexPlan plan, BlockView view)
    {
        var rows = plan.Matcher.Match(view.Block);
        if (view.Dead is not null)
        {
            rows.AndNot(view.Dead);
        }

        var live = _aggregations?.Scope.SeesAll == true ? LiveRows(plan, view) : null;
        if (rows.IsEmpty)
        {
            return live is null ? BlockMatch.Nothing : new BlockMatch { Context = new BlockContext(plan.Index, view.Block), Live = live };
        }

        var scores = (_scores && _request.Size > 0) || _request.MinScore is not null ? ScoresOf(view.Block, plan.Matcher, rows) : null;
        return new BlockMatch
        {
            Context = new BlockContext(plan.Index, view.Block) { Query = plan.Matcher, Rows = rows, Within = live is null ? rows : null, Scores = scores },
            Live = live,
            Rows = rows,
            Hits = plan.PostFilter is null ? rows : plan.PostFilter.Match(view.Block, rows),
            Scores = scores,
        };
    }

    /// <summary>The rows of the block, whatever the query: for aggregations that look beyond it.</summary>
    private static Bits LiveRows(IndexPlan plan, BlockView view)
    {
        var rows = plan.Filters?.Match(view.Block) ?? Bits.All(view.Block.Rows);
        return view.Dead is null ? rows : rows.AndNot(view.Dead);
    }

    private float[] ScoresOf(Block block, Matcher matcher, Bits rows)
    {
        var scores = new float[block.Rows];
        matcher.Score(block, rows, scores);
        if (_request.MinScore is { } least)
        {
            for (var row = 0; row < scores.Length; row++)
            {
                if (rows[row] && scores[row] < least)
                {
                    rows.Clear(row);
                }
            }
        }

        return scores;
    }

    /// <summary>Takes a block's rows into the result; false where the index has given as many as it may.</summary>
    private bool Collect(IndexPlan plan, BlockMatch match, long document, long examinedBefore)
    {
        if (match.Damage is not null)
        {
            _failures[plan.Target.Index.Name] = match.Damage;
        }

        match.Context?.FirstDocument = document;
        if (match.Live is { } live)
        {
            _aggregations!.Scope.CollectAll(match.Context!, RowNumbers(live));
        }

        if (match.Rows is not { } rows)
        {
            return true;
        }

        var (count, hits) = (rows.Count(), match.Hits!);
        var left = _request.TerminateAfter > 0 ? _request.TerminateAfter - (_examined - examinedBefore) : long.MaxValue;
        var isLast = count > left;
        if (isLast)
        {
            (_terminated, count) = (true, (int)left);
            rows = rows.First(count);
            hits = hits.Copy().And(rows);
        }

        _examined += count;
        TryCollect(plan, match, rows, hits, document);
        return !isLast;
    }

    /// <summary>A column that is read only now, for an aggregation or a sort key, may turn out to be damaged.</summary>
    private void TryCollect(IndexPlan plan, BlockMatch match, Bits rows, Bits hits, long document)
    {
        try
        {
            _aggregations?.Collect(match.Context!, RowNumbers(rows));
            Volatile.Write(ref _total, _total + hits.Count());
            if (_hits.Wanted)
            {
                _hits.Collect(plan.Target, match.Context!.Block, hits, match.Scores, plan.Readers, document);
            }
        }
        catch (DamagedDataException damage)
        {
            _failures[plan.Target.Index.Name] = damage.Message;
        }

        match.Context!.Release();
    }

    private ReadOnlySpan<int> RowNumbers(Bits rows) => _rows.AsSpan(0, rows.CopyRows(_rows));

    /// <summary>A search made ready for one index.</summary>
    private sealed record IndexPlan(ResolvedIndex Target, IndexContext Index, Matcher Matcher, Matcher? Filters, Matcher? PostFilter, SortReader[] Readers);
}
