using System.Diagnostics;
using System.Text.Json;
using DistLog.SearchNode.Aggregations;
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

/// <summary>Runs one search over some indices, block by block.</summary>
internal sealed class Searcher
{
    private readonly SearchRequest _request;
    private readonly SortOrder _order;
    private readonly TopHits _top;
    private readonly CollectorSet? _aggregations;
    private readonly bool _scores;
    private readonly CancellationToken _cancel;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private SortValue[]? _after;
    private long _document;
    private long _total;
    private long _examined;
    private float _maxScore = float.NegativeInfinity;
    private bool _timedOut;
    private bool _terminated;

    private Searcher(SearchRequest request, CancellationToken cancel)
    {
        _request = request;
        _cancel = cancel;
        _order = new SortOrder(request.Sort.Count == 0 ? [new SortField { Name = SortField.Score, Descending = true }] : request.Sort);
        _scores = request.Sort.Count == 0 || request.TrackScores || request.MinScore is not null || request.Sort.Exists(sort => sort.IsScore);
        _top = new TopHits(_order, request.From + request.Size);
        _aggregations = request.Aggregations?.NewCollectors(new BucketBudget());
    }

    /// <summary>Runs a search.</summary>
    /// <exception cref="ElasticsearchException">The query doesn't fit an index, or a limit is passed.</exception>
    public static SearchResult Run(SearchRequest request, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        request.Check();
        var searcher = new Searcher(request, cancel);
        foreach (var target in targets)
        {
            searcher.SearchIndex(target, now);
        }

        return searcher.Finish(targets.Count);
    }

    /// <summary>Counts the documents that match.</summary>
    public static long Count(Query query, IReadOnlyList<ResolvedIndex> targets, Instant now, CancellationToken cancel)
    {
        var request = new SearchRequest { Query = query, Size = 0, TrackTotal = null };
        return Run(request, targets, now, cancel).Total;
    }

    private SearchResult Finish(int shards)
    {
        var hits = _top.Drain();
        hits = _request.From < hits.Length ? hits[_request.From..] : [];
        return new SearchResult
        {
            Total = _total,
            Hits = Fetch(hits),
            Failures = _failures,
            MaxScore = _scores && _request.Size > 0 && float.IsFinite(_maxScore) ? _maxScore : null,
            Aggregations = _aggregations,
            Shards = shards,
            TimedOut = _timedOut,
            TerminatedEarly = _terminated,
        };
    }

    /// <summary>Reads what the answer shows of the hits, block by block, so that each is unpacked once. Hits in damaged blocks are left out.</summary>
    private Hit[] Fetch(Hit[] hits)
    {
        var damaged = new HashSet<Hit>();
        foreach (var group in hits.GroupBy(hit => hit.Block))
        {
            try
            {
                Fetch(group);
            }
            catch (DamagedDataException damage)
            {
                _failures[group.First().Target.Index.Name] = damage.Message;
                damaged.UnionWith(group);
            }
        }

        return damaged.Count == 0 ? hits : [.. hits.Where(hit => !damaged.Contains(hit))];
    }

    private void Fetch(IGrouping<Block, Hit> group)
    {
        var ids = group.Key.Ids;
        var sources = _request.Source.IsEnabled ? group.Key.Sources() : null;
        foreach (var hit in group)
        {
            hit.Id = ids[hit.Row].ToArray();
            hit.Source = sources is null ? default : sources[hit.Row].ToArray();
        }
    }

    private void SearchIndex(ResolvedIndex target, Instant now)
    {
        var context = new QueryContext(target.Index.Name, target.Index.Mapping, now, target.Index.DefaultFields);
        var matcher = Bind(target, context);
        var postFilter = _request.PostFilter?.Bind(context);
        var readers = _order.Fields.Select(field => new SortReader(field, context)).ToArray();
        _after ??= AfterOf(readers);
        var index = new IndexContext(context);
        var first = _document;
        var examinedBefore = _examined;
        var views = target.View;
        foreach (var (view, document) in InUsefulOrder(views, readers))
        {
            _cancel.ThrowIfCancellationRequested();
            if (IsOver(examinedBefore))
            {
                break;
            }

            TrySearchBlock(target, new BlockContext(index, view.Block), view, matcher, postFilter, readers, first + document);
        }

        _document = first + views.Sum(view => (long)view.Block.Rows);
    }

    private bool IsOver(long examinedBefore)
    {
        _timedOut |= _request.Timeout is { } limit && limit > TimeSpan.Zero && Stopwatch.GetElapsedTime(_started) > limit;
        _terminated |= _request.TerminateAfter > 0 && _examined - examinedBefore >= _request.TerminateAfter;
        return _timedOut || (_request.TerminateAfter > 0 && _examined - examinedBefore >= _request.TerminateAfter);
    }

    private Matcher Bind(ResolvedIndex target, QueryContext context)
    {
        var matcher = _request.Query.Bind(context);
        if (target.Filters.Count == 0)
        {
            return matcher;
        }

        var filters = target.Filters.Select(filter =>
        {
            using var parsed = JsonDocument.Parse(filter.ToJsonString());
            return QueryParser.ParseOne(parsed.RootElement).Bind(context);
        });
        return new BoolMatcher([matcher], [new BoolMatcher([], [], [.. filters], [], 1)], [], [], 0);
    }

    private SortValue[]? AfterOf(SortReader[] readers) => _request.SearchAfter is null
        ? null
        : [.. _request.SearchAfter.Select((value, key) => _order.Fields[key].ParseAfter(value, readers[key].Kind, readers[key].Field))];

    /// <summary>The blocks that hold the first hits come first, so that the others can be passed over. Each with the number of its first document.</summary>
    private IEnumerable<(BlockView View, long Document)> InUsefulOrder(IReadOnlyList<BlockView> views, SortReader[] readers)
    {
        var numbered = new List<(BlockView View, long Document)>(views.Count);
        var document = 0L;
        foreach (var view in views)
        {
            numbered.Add((view, document));
            document += view.Block.Rows;
        }

        if (readers[0].Field is not { } field || !field.Kind.HasLongs() || views.Count < 2 || _request.Size == 0)
        {
            return numbered;
        }

        return _order.Fields[0].Descending
            ? numbered.OrderByDescending(entry => entry.View.Block.Bounds(field.Field)?.High ?? long.MinValue)
            : numbered.OrderBy(entry => entry.View.Block.Bounds(field.Field)?.Low ?? long.MaxValue);
    }

    /// <summary>A damaged block is left out, and the answer says so.</summary>
    private void TrySearchBlock(ResolvedIndex target, BlockContext context, BlockView view, Matcher matcher, Matcher? postFilter, SortReader[] readers, long document)
    {
        try
        {
            SearchBlock(target, context, view, matcher, postFilter, readers, document);
        }
        catch (DamagedDataException damage)
        {
            _failures[target.Index.Name] = damage.Message;
        }
    }

    private void SearchBlock(ResolvedIndex target, BlockContext context, BlockView view, Matcher matcher, Matcher? postFilter, SortReader[] readers, long document)
    {
        if (CanSkip(view.Block, readers))
        {
            return;
        }

        var rows = matcher.Match(view.Block);
        if (view.Dead is not null)
        {
            rows.AndNot(view.Dead);
        }

        if (rows.IsEmpty)
        {
            return;
        }

        var scores = _scores && _request.Size > 0 || _request.MinScore is not null ? ScoresOf(view.Block, matcher, rows) : null;
        var (numbers, count) = RowsOf(rows);
        _examined += count;
        _aggregations?.Collect(context, numbers.AsSpan(0, count));
        if (postFilter is not null)
        {
            (numbers, count) = RowsOf(rows.And(postFilter.Match(view.Block)));
        }

        _total += count;
        if (_request.From + _request.Size > 0)
        {
            CollectHits(target, view.Block, numbers.AsSpan(0, count), scores, readers, document);
        }
    }

    private static (int[] Rows, int Count) RowsOf(Bits rows)
    {
        var numbers = new int[rows.Count()];
        return (numbers, rows.CopyRows(numbers));
    }

    /// <summary>True where the block has nothing better than what is found already, and nothing else is asked of it.</summary>
    private bool CanSkip(Block block, SortReader[] readers)
    {
        if (_aggregations is not null || !_top.IsFull || _request.Size == 0 || _request.TrackTotal is null || _total < _request.TrackTotal
            || readers[0].Field is not { } field || !field.Kind.HasLongs() || _order.Fields[0].MissingFirst || _order.Fields[0].MissingValue is not null)
        {
            return false;
        }

        var worst = _top.Worst!.Keys[0];
        if (worst.Kind != SortValueKind.Long || block.Bounds(field.Field) is not { } bounds)
        {
            return false;
        }

        return _order.Fields[0].Descending ? bounds.High < worst.AsLong : bounds.Low > worst.AsLong;
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

    /// <summary>Whether the document comes after the page before: by its keys, and for a scroll, where they are equal, by its place.</summary>
    private bool IsAfter(SortValue[] keys, long document)
    {
        if (_request.AfterHit is { } last)
        {
            var order = _order.Compare(keys, last.Keys);
            return order > 0 || (order == 0 && document > last.Document);
        }

        return _after is null || _order.Compare(keys, _after) > 0;
    }

    private void CollectHits(ResolvedIndex target, Block block, ReadOnlySpan<int> rows, float[]? scores, SortReader[] readers, long document)
    {
        var columns = readers.Select(reader => reader.ColumnOf(block)).ToArray();
        foreach (var row in rows)
        {
            var score = scores?[row] ?? 0;
            _maxScore = scores is null ? _maxScore : Math.Max(_maxScore, score);
            var first = readers[0].Read(columns[0], row, score, document + row);
            // Most documents lose by their first key; they cost no memory.
            if (_top.IsFull && _order.Compare(0, first, _top.Worst!.Keys[0]) > 0)
            {
                continue;
            }

            var keys = new SortValue[readers.Length];
            keys[0] = first;
            for (var key = 1; key < keys.Length; key++)
            {
                keys[key] = readers[key].Read(columns[key], row, score, document + row);
            }

            if (IsAfter(keys, document + row))
            {
                _top.Add(new Hit { Target = target, Block = block, Row = row, Document = document + row, Score = score, Keys = keys });
            }
        }
    }
}
