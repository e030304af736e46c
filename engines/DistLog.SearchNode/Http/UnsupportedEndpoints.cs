using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>Elasticsearch's features that this node doesn't have: reading finds nothing there where that is an answer, all else is refused by name.</summary>
internal static class UnsupportedEndpoints
{
    private static readonly (string Path, string Feature)[] Features =
    [
        ("/_snapshot", "snapshots"), ("/_slm", "snapshot lifecycle management"), ("/_ingest", "ingest pipelines"), ("/_scripts", "stored scripts"), ("/_ml", "machine learning"),
        ("/_transform", "transforms"), ("/_watcher", "watcher"), ("/_enrich", "enrich policies"), ("/_ccr", "cross-cluster replication"), ("/_rollup", "rollups"),
        ("/_sql", "SQL"), ("/_query", "ES|QL"), ("/_async_search", "async search"), ("/_logstash", "Logstash pipelines"), ("/_cluster/voting_config_exclusions", "voting configuration exclusions"),
        ("/_inference", "inference"), ("/_application", "search applications"), ("/_query_rules", "query rules"), ("/_synonyms", "synonyms"), ("/_connector", "connectors"), ("/_dangling", "dangling indices"),
    ];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_ingest/pipeline", request => request.Tree(new JsonObject()));
        routes.Map("GET", "/_ingest/pipeline/{id}", request => request.Tree(new JsonObject(), request.Path("id").Contains('*') ? 200 : 404));
        routes.Map("GET", "/_snapshot", request => request.Tree(new JsonObject()));
        routes.Map("GET", "/_snapshot/{repository}", RepositoryAsync);
        routes.Map("GET", "/_dangling", request => request.Tree(new JsonObject { ["_nodes"] = new JsonObject { ["total"] = 1, ["successful"] = 1, ["failed"] = 0 }, ["cluster_name"] = NodeIdentity.ClusterName, ["dangling_indices"] = new JsonArray() }));
        foreach (var (path, feature) in Features)
        {
            routes.Map("GET,POST,PUT,DELETE", path + "/{**rest}", _ => throw Refuse.NotSupported(feature));
        }
    }

    private static Task RepositoryAsync(RestRequest request) => request.Path("repository") is var name && (name == "_all" || name.Contains('*'))
        ? request.Tree(new JsonObject())
        : throw new ElasticsearchException(404, "repository_missing_exception", $"[{name}] missing");
}
