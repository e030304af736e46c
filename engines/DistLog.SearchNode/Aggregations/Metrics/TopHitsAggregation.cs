using System.Text.Json;
using DistLog.SearchNode.Aggregations.Results;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Aggregations.Metrics;

/// <summary><c>top_hits</c>: the first documents of a bucket, shown as those of a search.</summary>
internal sealed class TopHitsAggregation(SearchRequest request) : MetricAggregation
{
    /// <summary>Elasticsearch's index.max_inner_result_window: each bucket has so many hits.</summary>
    private const int Window = 100;

    private const int DefaultSize = 3;

    public override string TypedName => "top_hits";

    public static TopHitsAggregation Parse(string name, JsonElement body)
    {
        foreach (var property in body.EnumerateObject())
        {
            if (property.Name is not ("from" or "size" or "sort" or "_source" or "fields" or "docvalue_fields" or "stored_fields" or "version" or "seq_no_primary_term"
                or "track_scores" or "highlight" or "explain" or "script_fields"))
            {
                throw Refuse.Parsing($"Unknown key for a {property.Value.TokenName()} in [{name}]: [{property.Name}].");
            }
        }

        var request = SearchRequest.Parse(body);
        request.TrackTotal = null;
        request.Size = body.TryGetProperty("size", out _) ? request.Size : DefaultSize;
        if (request.From < 0 || request.Size < 0)
        {
            throw Refuse.IllegalArgument($"[{(request.From < 0 ? "from" : "size")}] must be greater than or equal to 0. Found [{Math.Min(request.From, request.Size)}] in [{name}]");
        }

        return (long)request.From + request.Size <= Window
            ? new TopHitsAggregation(request) { Name = name }
            : throw Refuse.IllegalArgument($"Top hits result window is too large, the top hits aggregator [{name}]'s from + size must be less than or equal to: [{Window}] but was [{(long)request.From + request.Size}]. This limit can be set by changing the [index.max_inner_result_window] index level setting.");
    }

    public override Collector NewCollector(AggregationScope scope) => new TopHitsCollector(request, scope);
}

/// <summary>Keeps the first documents of one bucket.</summary>
internal sealed class TopHitsCollector(SearchRequest request, AggregationScope scope) : Collector
{
    private readonly HitCollector _hits = new(request);
    private readonly bool _needsScores = request.Sort.Count == 0 || request.TrackScores || request.Sort.Exists(sort => sort.IsScore);
    private long _total;

    public override void Collect(BlockContext block, ReadOnlySpan<int> rows)
    {
        _total += rows.Length;
        if (!_hits.Wanted)
        {
            return;
        }

        var set = new Bits(block.Block.Rows);
        foreach (var row in rows)
        {
            set.Set(row);
        }

        var readers = block.Index.Readers(request, _hits.Order);
        _hits.Collect(block.Index.Target, block.Block, set, _needsScores ? block.Scores : null, readers, block.FirstDocument);
    }

    public override IAggregationResult Finish()
    {
        var hits = _hits.Drain();
        scope.FetchLater(request, hits);
        return new TopHitsResult(request, scope, new SearchResult
        {
            Total = _total,
            Hits = hits,
            MaxScore = _needsScores && float.IsFinite(_hits.MaxScore) ? _hits.MaxScore : null,
            Aggregations = null,
            Failures = new Dictionary<string, string>(),
            Shards = 1,
        });
    }

    /// <summary>The hits, written as those of a search.</summary>
    private sealed class TopHitsResult(SearchRequest request, AggregationScope scope, SearchResult result) : IAggregationResult
    {
        public string TypedName => "top_hits";

        public void Write(Utf8JsonWriter writer, bool typedKeys) => new HitWriter(writer, request, scope.Now).WriteHits(result);
    }
}
