using System.Text.Json;
using DistLog.SearchNode.Highlighting;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>A search as it was asked.</summary>
internal sealed partial class SearchRequest
{
    /// <summary>The biggest page that there is by default; deeper ones go by search_after.</summary>
    public const int Window = 10_000;

    /// <summary>Totals are counted exactly up to here, unless track_total_hits says otherwise.</summary>
    public const int DefaultTrack = 10_000;

    public Query Query { get; set; } = new MatchAllQuery();

    /// <summary>Names and lookups of the queries.</summary>
    public QueryScope Scope { get; private init; } = new();

    public Query? PostFilter { get; set; }

    public int From { get; set; }

    public int Size { get; set; } = 10;

    public List<SortField> Sort { get; set; } = [];

    public JsonElement[]? SearchAfter { get; set; }

    /// <summary>The last hit of the page before, for a scroll.</summary>
    public Hit? AfterHit { get; set; }

    /// <summary>True for a scroll, whose pages may be as big as a result window each.</summary>
    public bool IsScroll { get; set; }

    /// <summary>The point in time to search, and how long it is to be kept from now on.</summary>
    public (string Id, TimeSpan? KeepAlive)? PointInTime { get; private set; }

    public Slice? Slice { get; private set; }

    public SourceFilter Source { get; set; } = SourceFilter.Everything;

    /// <summary>True where _source is asked for in so many words; fields and stored_fields alone leave it out.</summary>
    public bool HasSource { get; set; }

    /// <summary>False where <c>stored_fields</c> is <c>_none_</c>: hits have no _id then.</summary>
    public bool Ids { get; private set; } = true;

    public List<FieldFormat> Fields { get; set; } = [];

    /// <summary>Fields with <c>store: true</c> to show.</summary>
    public IReadOnlyList<string> StoredFields { get; private set; } = [];

    /// <summary>Matched queries are told with their scores.</summary>
    public bool NamedScores { get; set; }

    public List<FieldFormat> DocValueFields { get; set; } = [];

    /// <summary>Count up to here; null counts all, 0 none.</summary>
    public int? TrackTotal { get; set; } = DefaultTrack;

    public bool TrackScores { get; set; }

    public bool Version { get; set; }

    public bool SeqNoPrimaryTerm { get; set; }

    public bool Explain { get; set; }

    public double? MinScore { get; set; }

    public Collapse? Collapse { get; set; }

    public IReadOnlyList<Rescore> Rescores { get; private set; } = [];

    public HighlightRequest? Highlight { get; set; }

    /// <summary>Factors for the scores of some indices, as the request names them.</summary>
    public IReadOnlyList<(string Name, float Boost)> IndicesBoost { get; private set; } = [];

    /// <summary>The same by the names of the indices that they stand for.</summary>
    public IReadOnlyDictionary<string, float> BoostOfIndex { get; set; } = new Dictionary<string, float>();

    public Aggregations.AggregationTree? Aggregations { get; set; }

    /// <summary>As many buckets as the answer may have: search.max_buckets.</summary>
    public int BucketLimit { get; set; } = DistLog.SearchNode.Aggregations.BucketBudget.DefaultLimit;

    /// <summary>Fixed limit of documents looked at per index; 0 is none.</summary>
    public int TerminateAfter { get; set; }

    public TimeSpan? Timeout { get; set; }

    public bool TotalAsInt { get; set; }

    public bool TypedKeys { get; set; }

    /// <summary>True where the hits' documents must be read, be it not to show them.</summary>
    public bool NeedsSource => Source.IsEnabled || Highlight is not null || Fields.Count + StoredFields.Count > 0;

    /// <summary>True where hits carry a score.</summary>
    public bool ShowsScores => Sort.Count == 0 || TrackScores || Sort.Exists(sort => sort.IsScore);

    public SearchRequest Copy() => (SearchRequest)MemberwiseClone();
}
