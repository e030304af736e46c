namespace DistLog.SearchNode.Errors;

/// <summary>Makes the exceptions for everything that is refused, in Elasticsearch's own words where it has any.</summary>
internal static class Refuse
{
    public static ElasticsearchException IllegalArgument(string reason) => new(400, "illegal_argument_exception", reason);

    public static ElasticsearchException Parsing(string reason) => new(400, "parsing_exception", reason);

    public static ElasticsearchException ContentParse(string reason) => new(400, "x_content_parse_exception", reason);

    public static ElasticsearchException MapperParsing(string reason, ElasticsearchException? cause = null) =>
        new(400, "mapper_parsing_exception", reason) { Cause = cause };

    public static ElasticsearchException DocumentParsing(string reason, ElasticsearchException? cause = null) =>
        new(400, "document_parsing_exception", reason) { Cause = cause };

    public static ElasticsearchException Validation(string reason) =>
        new(400, "action_request_validation_exception", $"Validation Failed: 1: {reason};");

    public static ElasticsearchException QueryShard(string reason, string index) => new(400, "query_shard_exception", reason, index);

    public static ElasticsearchException IndexNotFound(string index) =>
        new(404, "index_not_found_exception", $"no such index [{index}]", index);

    public static ElasticsearchException ResourceNotFound(string reason) => new(404, "resource_not_found_exception", reason);

    public static ElasticsearchException InvalidIndexName(string name, string why) =>
        new(400, "invalid_index_name_exception", $"Invalid index name [{name}], {why}", name);

    public static ElasticsearchException VersionConflict(string index, string id, string why) =>
        new(409, "version_conflict_engine_exception", $"[{id}]: version conflict, {why}", index);

    public static ElasticsearchException TooManyBuckets(int limit, long wanted) =>
        new(400, "too_many_buckets_exception", $"Trying to create too many buckets. Must be less than or equal to: [{limit}] but was [{wanted}]. This limit can be set by changing the [search.max_buckets] cluster level setting.");

    public static ElasticsearchException TooMuchMemory(long wanted, long limit) =>
        new(429, "circuit_breaking_exception", $"[request] Data too large, data for [<agg>] would be [{wanted}/{wanted >> 20}mb], which is larger than the limit of [{limit}/{limit >> 20}mb]");

    public static ElasticsearchException AggregationPath(string reason) => new(400, "invalid_path", reason);

    /// <summary>A field is a string here and a number there.</summary>
    public static ElasticsearchException MixedTypes(string aggregation) =>
        IllegalArgument($"Merging/Reducing the aggregations failed when computing the aggregation [{aggregation}] because the field you gave in the aggregation query existed as two different types in two different indices");

    public static ElasticsearchException TooManyClauses(int limit) =>
        new(400, "too_many_nested_clauses", $"Query contains too many clauses; maxClauseCount is set to {limit}");

    public static ElasticsearchException TooManyRequests(string reason) => new(429, "es_rejected_execution_exception", reason);

    public static ElasticsearchException TaskCancelled() => new(400, "task_cancelled_exception", "task cancelled [by user request]");

    public static ElasticsearchException UnknownQuery(string name) => Parsing($"unknown query {name}");

    public static ElasticsearchException NotSupported(string what) =>
        IllegalArgument($"[{what}] is not supported by this node");
}
