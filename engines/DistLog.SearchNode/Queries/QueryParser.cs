using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary>Reads a query of the query language, within limits of depth and number.</summary>
internal sealed class QueryParser(QueryScope scope)
{
    /// <summary>As many clauses as one request may have: Elasticsearch's indices.query.bool.max_clause_count of 8.x at its least.</summary>
    public const int ClauseLimit = 4096;

    /// <summary>As deep as clauses may nest: indices.query.bool.max_nested_depth is 30; the parser itself would take 64.</summary>
    private const int DepthLimit = 30;

    private int _clauses;
    private int _depth;

    public QueryScope Scope => scope;

    public static Query ParseOne(JsonElement body, QueryScope? scope = null) => new QueryParser(scope ?? new QueryScope()).Parse(body);

    public Query Parse(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refuse.Parsing($"[_na] query malformed, must start with start_object");
        }

        if (++_clauses > ClauseLimit)
        {
            throw Refuse.TooManyClauses(ClauseLimit);
        }

        if (++_depth > DepthLimit)
        {
            throw Refuse.IllegalArgument($"The nested depth of the query exceeds the maximum nested depth for queries set in [indices.query.bool.max_nested_depth] of [{DepthLimit}]");
        }

        var clause = body.Only("_na");
        var query = Parse(clause.Name, clause.Value);
        if (clause.Value.ValueKind == JsonValueKind.Object)
        {
            query.Boost = BoostOf(clause.Value) is >= 0 and var boost
                ? boost
                : throw Refuse.IllegalArgument($"negative [boost] are not allowed in [{clause.Name}], use a value between 0 and 1 to deboost");
            query.Name = NameOf(clause.Value);
        }

        if (query.Name is not null)
        {
            scope.Named.Add(query);
        }

        _depth--;
        return query;
    }

    public void ParseList(JsonElement body, List<Query> into)
    {
        if (body.ValueKind == JsonValueKind.Array)
        {
            into.AddRange(body.EnumerateArray().Select(Parse));
        }
        else
        {
            into.Add(Parse(body));
        }
    }

    private Query Parse(string name, JsonElement body) => name switch
    {
        "match_all" => new MatchAllQuery(),
        "match_none" => new MatchNoneQuery(),
        "match" or "match_bool_prefix" => MatchQuery.Parse(name, body),
        "match_phrase" or "match_phrase_prefix" => MatchPhraseQuery.Parse(name, body),
        "multi_match" => MultiMatchQuery.Parse(body),
        "term" => TermQuery.Parse(body),
        "terms" => TermsQuery.Parse(body, this),
        "distance_feature" => DistanceFeatureQuery.Parse(body),
        "fuzzy" => FuzzyQuery.Parse(body),
        "intervals" => IntervalsQuery.Parse(body),
        "boosting" => BoostingQuery.Parse(body, this),
        "function_score" => FunctionScoreQuery.Parse(body, this),
        "wrapper" => WrapperQuery.Parse(body, this),
        "range" => RangeQuery.Parse(body),
        "exists" => ExistsQuery.Parse(body),
        "prefix" => PrefixQuery.Parse(body),
        "wildcard" => WildcardQuery.Parse(body),
        "regexp" => RegexpQuery.Parse(body),
        "ids" => IdsQuery.Parse(body),
        "bool" => BoolQuery.Parse(body, this),
        "constant_score" => ConstantScoreQuery.Parse(body, this),
        "dis_max" => DisMaxQuery.Parse(body, this),
        "query_string" => QueryStringQuery.Parse(body),
        "simple_query_string" => SimpleQueryStringQuery.Parse(body),
        "nested" or "has_child" or "has_parent" or "parent_id" or "script" or "script_score" or "more_like_this" or "percolate" or "rule" or "text_expansion"
            or "geo_distance" or "geo_bounding_box" or "geo_shape" or "geo_polygon" or "geo_grid" or "shape" or "sparse_vector" or "weighted_tokens" or "type"
            or "span_term" or "span_near" or "span_or" or "span_not" or "span_first" or "span_multi" or "span_containing" or "span_within" or "span_gap" or "field_masking_span"
            or "combined_fields" or "terms_set" or "rank_feature" or "pinned" or "knn" or "semantic"
            => throw Refuse.NotSupported($"{name} query"),
        _ => throw Refuse.UnknownQuery(QueryNames.DidYouMean(name)),
    };

    /// <summary>As with the boost, the name stands beside the field or inside it.</summary>
    private static string? NameOf(JsonElement body)
    {
        if (body.TryGetProperty("_name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            return name.GetString();
        }

        foreach (var property in body.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Name is not ("filter" or "must" or "should" or "must_not") && property.Value.TryGetProperty("_name", out name) && name.ValueKind == JsonValueKind.String)
            {
                return name.GetString();
            }
        }

        return null;
    }


    /// <summary>The boost stands beside the field or, in the long form, inside it.</summary>
    private static float BoostOf(JsonElement body)
    {
        if (body.TryGetProperty("boost", out var boost) && boost.ValueKind is JsonValueKind.Number or JsonValueKind.String)
        {
            return (float)boost.Double("boost");
        }

        foreach (var property in body.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("boost", out boost) && boost.ValueKind == JsonValueKind.Number)
            {
                return property.Name is "filter" or "must" or "should" or "must_not" ? 1 : (float)boost.GetDouble();
            }
        }

        return 1;
    }
}
