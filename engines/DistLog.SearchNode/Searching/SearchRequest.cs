using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>A search as it was asked.</summary>
internal sealed class SearchRequest
{
    /// <summary>Elasticsearch's index.max_result_window: deeper pages go by search_after.</summary>
    public const int Window = 10_000;

    /// <summary>Totals are counted exactly up to here, unless track_total_hits says otherwise.</summary>
    public const int DefaultTrack = 10_000;

    public Query Query { get; set; } = new MatchAllQuery();

    public Query? PostFilter { get; set; }

    public int From { get; set; }

    public int Size { get; set; } = 10;

    public List<SortField> Sort { get; set; } = [];

    public JsonElement[]? SearchAfter { get; set; }

    /// <summary>The last hit of the page before, for a scroll.</summary>
    public Hit? AfterHit { get; set; }

    /// <summary>The point in time to search, and how long it is to be kept from now on.</summary>
    public (string Id, TimeSpan? KeepAlive)? PointInTime { get; private set; }

    public SourceFilter Source { get; set; } = SourceFilter.Everything;

    /// <summary>True where _source is asked for in so many words; fields and stored_fields alone leave it out.</summary>
    public bool HasSource { get; set; }

    public List<FieldFormat> Fields { get; set; } = [];

    public List<FieldFormat> DocValueFields { get; set; } = [];

    /// <summary>Count up to here; null counts all, 0 none.</summary>
    public int? TrackTotal { get; set; } = DefaultTrack;

    public bool TrackScores { get; set; }

    public bool Version { get; set; }

    public bool SeqNoPrimaryTerm { get; set; }

    public double? MinScore { get; set; }

    public Aggregations.AggregationTree? Aggregations { get; set; }

    /// <summary>As many buckets as the answer may have: search.max_buckets.</summary>
    public int BucketLimit { get; set; } = DistLog.SearchNode.Aggregations.BucketBudget.DefaultLimit;

    /// <summary>Fixed limit of documents looked at per index; 0 is none.</summary>
    public int TerminateAfter { get; set; }

    public TimeSpan? Timeout { get; set; }

    public bool TotalAsInt { get; set; }

    public bool TypedKeys { get; set; }

    public static SearchRequest Parse(JsonElement? body)
    {
        var request = new SearchRequest();
        if (body is not { } present || present.ValueKind == JsonValueKind.Undefined)
        {
            return request;
        }

        if (present.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Expected [START_OBJECT] but found [{present.ValueKind}]");
        }

        foreach (var property in present.EnumerateObject())
        {
            request.Take(property.Name, property.Value);
        }

        // Pages over a point in time need an order without ties; Elasticsearch adds this key by itself, too.
        if (request.PointInTime is not null && !request.Sort.Exists(sort => sort.IsDocument))
        {
            request.Sort.Add(new SortField { Name = SortField.ShardDocument });
        }

        return request;
    }

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "query":
                Query = QueryParser.ParseOne(value);
                break;
            case "post_filter":
                PostFilter = QueryParser.ParseOne(value);
                break;
            case "from":
                From = value.Int(name);
                break;
            case "size":
                Size = value.Int(name);
                break;
            case "sort":
                Sort = SortField.ParseList(value);
                break;
            case "search_after":
                SearchAfter = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.Clone())] : throw Refuse.Parsing("[search_after] must be an array");
                break;
            case "_source":
                (Source, HasSource) = (SourceFilter.Parse(value), true);
                break;
            case "aggs" or "aggregations":
                Aggregations = DistLog.SearchNode.Aggregations.AggregationTreeParser.Parse(value);
                break;
            default:
                TakeMore(name, value);
                break;
        }
    }

    private void TakeMore(string name, JsonElement value)
    {
        switch (name)
        {
            case "fields":
                Fields = FieldFormat.ParseList(value);
                break;
            case "docvalue_fields":
                DocValueFields = FieldFormat.ParseList(value);
                break;
            case "stored_fields":
                HasSource |= value.Strings().Contains("_source");
                Source = HasSource ? Source : SourceFilter.Nothing;
                break;
            case "pit":
                PointInTime = ParsePoint(value);
                break;
            case "track_total_hits":
                TakeTrack(value.Text() ?? "");
                break;
            case "track_scores":
                TrackScores = value.Bool(name);
                break;
            case "version":
                Version = value.Bool(name);
                break;
            case "seq_no_primary_term":
                SeqNoPrimaryTerm = value.Bool(name);
                break;
            case "min_score":
                MinScore = value.Double(name);
                break;
            case "terminate_after":
                TerminateAfter = value.Int(name);
                break;
            case "timeout":
                Timeout = Durations.Parse(value.Text()!, name);
                break;
            case "explain" or "profile" when value.ValueKind == JsonValueKind.False:
            case "stats" or "ext" or "indices_boost" or "rescore" when IsEmpty(value):
                break;
            case "highlight" or "suggest" or "collapse" or "rescore" or "script_fields" or "runtime_mappings" or "knn" or "explain" or "profile"
                or "slice" or "indices_boost" or "stats" or "ext" or "rank" or "retriever":
                throw Refuse.NotSupported($"search option {name}");
            default:
                throw Refuse.Parsing($"unknown key [{name}] in a search request");
        }
    }

    private static (string Id, TimeSpan? KeepAlive) ParsePoint(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("id", out var id)
            ? (id.Text()!, value.TryGetProperty("keep_alive", out var keep) ? Durations.Parse(keep.Text()!, "keep_alive") : null)
            : throw Refuse.Parsing("point in time id must be provided");

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    public void TakeTrack(string text)
    {
        TrackTotal = text switch
        {
            "true" => null,
            "false" => 0,
            _ => int.TryParse(text, out var limit) && limit >= -1
                ? limit == -1 ? null : limit
                : throw Refuse.IllegalArgument($"[track_total_hits] parameter must be positive or equals to -1, got {text}"),
        };
    }

    /// <summary>Refuses what goes past the limits or doesn't fit together.</summary>
    public void Check()
    {
        if (From < 0)
        {
            throw Refuse.IllegalArgument("[from] parameter cannot be negative");
        }

        if (Size < 0)
        {
            throw Refuse.IllegalArgument($"[size] parameter cannot be negative, found [{Size}]");
        }

        if ((long)From + Size > Window)
        {
            throw Refuse.IllegalArgument($"Result window is too large, from + size must be less than or equal to: [{Window}] but was [{(long)From + Size}]. See the scroll api for a more efficient way to request large data sets. This limit can be set by changing the [index.max_result_window] index level setting.");
        }

        if (SearchAfter is null)
        {
            return;
        }

        if (From > 0)
        {
            throw Refuse.Validation("`from` parameter must be set to 0 when `search_after` is used");
        }

        var keys = Sort.Count == 0 ? 1 : Sort.Count;
        if (SearchAfter.Length != keys)
        {
            throw Refuse.IllegalArgument(Sort.Count == 0
                ? "Sort must contain at least one field."
                : $"search_after has {SearchAfter.Length} value(s) but sort has {keys}.");
        }
    }
}
