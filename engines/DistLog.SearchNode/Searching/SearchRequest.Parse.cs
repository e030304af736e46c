using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Highlighting;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary>Reading the body of a search.</summary>
internal sealed partial class SearchRequest
{
    /// <summary>Options of Elasticsearch that this node refuses by name.</summary>
    private static readonly HashSet<string> Refused = ["suggest", "runtime_mappings", "knn", "rank", "retriever", "profile"];

    private int _scriptFields;

    public static SearchRequest Parse(JsonElement? body)
    {
        var request = new SearchRequest();
        if (body is not { } present || present.ValueKind == JsonValueKind.Undefined)
        {
            return request;
        }

        if (present.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"Expected [START_OBJECT] but found [{present.TokenName()}]");
        }

        foreach (var property in present.EnumerateObject())
        {
            request.Take(property.Name, property.Value);
        }

        request.Finish();
        return request;
    }

    /// <summary>The options of the hits inside a hit or a bucket: those of a search that say what of a document is shown.</summary>
    /// <returns>False where there is no such option.</returns>
    public bool TakeHitOption(string name, JsonElement value)
    {
        if (name is not ("from" or "size" or "sort" or "_source" or "version" or "seq_no_primary_term" or "explain" or "highlight" or "stored_fields" or "fields" or "docvalue_fields" or "docvalue_field" or "script_fields" or "track_scores"))
        {
            return false;
        }

        Take(name, value);
        return true;
    }

    private void Finish()
    {
        if (Slice is not null)
        {
            Query = new SliceQuery(Query, Slice);
        }
    }

    /// <summary>Pages over a point in time need an order without ties, so sort keys get one more; not where search_after has none for it.</summary>
    public void AddTiebreaker()
    {
        if (PointInTime is not null && Sort.Count > 0 && Sort[^1].Name != SortField.ShardDocument && (SearchAfter is null || SearchAfter.Length == Sort.Count + 1))
        {
            Sort.Add(new SortField { Name = SortField.ShardDocument });
        }
    }

    private void Take(string name, JsonElement value)
    {
        switch (name)
        {
            case "query":
                Query = QueryParser.ParseOne(value, Scope);
                break;
            case "post_filter":
                PostFilter = QueryParser.ParseOne(value, Scope);
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
                SearchAfter = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => item.Clone())] : throw Refuse.Parsing("Expected [START_ARRAY] in [search_after] but found [" + value.TokenName() + "]");
                break;
            case "_source":
                (Source, HasSource) = (SourceFilter.Parse(value), true);
                break;
            case "aggs" or "aggregations":
                Aggregations = DistLog.SearchNode.Aggregations.AggregationTreeParser.Parse(value, Scope);
                break;
            default:
                TakeShown(name, value);
                break;
        }
    }

    /// <summary>What is shown of the hits.</summary>
    private void TakeShown(string name, JsonElement value)
    {
        switch (name)
        {
            case "fields":
                Fields = FieldFormat.ParseList(value, takesUnmapped: true);
                break;
            case "docvalue_fields" or "docvalue_field":
                DocValueFields = FieldFormat.ParseList(value);
                break;
            case "stored_fields" or "stored_field":
                TakeStored(value.Strings());
                break;
            case "script_fields":
                _scriptFields = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().Count() : 0;
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
            case "explain":
                Explain = value.Bool(name);
                break;
            case "highlight":
                Highlight = HighlightRequest.Parse(value, Scope);
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
            case "pit":
                PointInTime = ParsePoint(value);
                break;
            case "slice":
                Slice = Slice.Parse(value);
                break;
            case "track_total_hits":
                TakeTrack(value.Text() ?? "");
                break;
            case "min_score":
                MinScore = value.Double(name);
                break;
            case "terminate_after":
                TerminateAfter = value.Int(name) is >= 0 and var after ? after : throw Refuse.IllegalArgument("terminateAfter must be > 0");
                break;
            case "timeout":
                Timeout = Durations.Parse(value.Text()!, name);
                break;
            case "collapse":
                Collapse = Collapse.Parse(value, Scope);
                break;
            case "rescore":
                Rescores = Rescore.ParseList(value, Scope);
                break;
            case "indices_boost":
                IndicesBoost = ParseBoosts(value);
                break;
            case "stats" or "ext":
            case "profile" when value.ValueKind == JsonValueKind.False:
            case "runtime_mappings" or "knn" or "suggest" when IsEmpty(value):
                break;
            default:
                throw Refused.Contains(name)
                    ? Refuse.NotSupported($"search option {name}")
                    : Refuse.Parsing($"Unknown key for a {value.TokenName()} in [{name}].");
        }
    }

    /// <summary>Also says whether the document and its id are shown.</summary>
    public void TakeStored(IReadOnlyList<string> names)
    {
        if (names.Contains("_none_"))
        {
            Ids = names.Count == 1 ? false : throw Refuse.IllegalArgument("cannot combine _none_ with other fields");
        }

        StoredFields = [.. names.Where(name => name is not ("_none_" or "_source"))];
        HasSource |= names.Contains("_source");
        Source = HasSource ? Source : SourceFilter.Nothing;
    }

    private static (string Id, TimeSpan? KeepAlive) ParsePoint(JsonElement value)
    {
        foreach (var property in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Refuse.Parsing("[pit] must be an object"))
        {
            if (property.Name is not ("id" or "keep_alive"))
            {
                throw Refuse.ContentParse($"[pit] unknown field [{property.Name}]");
            }
        }

        return value.TryGetProperty("id", out var id) && id.Text() is { } text
            ? (text, value.TryGetProperty("keep_alive", out var keep) ? Durations.Parse(keep.Text()!, "keep_alive") : null)
            : throw Refuse.IllegalArgument("point in time id is not provided");
    }

    private static (string, float)[] ParseBoosts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => [.. value.EnumerateObject().Select(property => (property.Name, (float)property.Value.Double(property.Name)))],
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(ParseBoosts)],
        _ => throw Refuse.Parsing($"Expected [START_OBJECT] in [indices_boost] but found [{value.TokenName()}]"),
    };

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
}
