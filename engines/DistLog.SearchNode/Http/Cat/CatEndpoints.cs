namespace DistLog.SearchNode.Http.Cat;

/// <summary>All of <c>_cat</c>.</summary>
internal static class CatEndpoints
{
    public static void Map(RestRoutes routes)
    {
        var paths = new List<string>();
        Add("/_cat/aliases", CatNames.AliasesAsync, "/{name}");
        Add("/_cat/allocation", CatNodes.AllocationAsync, "/{node_id}");
        Add("/_cat/circuit_breaker", CatNodes.BreakersAsync, "/{circuit_breaker_patterns}");
        Add("/_cat/component_templates", CatNames.ComponentTemplatesAsync, "/{name}");
        Add("/_cat/count", CatCluster.CountAsync, "/{index}");
        Add("/_cat/fielddata", CatCluster.FielddataAsync, "/{fields}");
        Add("/_cat/health", CatCluster.HealthAsync);
        Add("/_cat/indices", CatIndices.IndicesAsync, "/{index}");
        Add("/_cat/master", CatNodes.MasterAsync);
        Add("/_cat/nodeattrs", CatNodes.AttributesAsync);
        Add("/_cat/nodes", CatNodes.NodesAsync);
        Add("/_cat/pending_tasks", CatCluster.PendingTasksAsync);
        Add("/_cat/plugins", CatNodes.PluginsAsync);
        Add("/_cat/recovery", CatRecovery.HandleAsync, "/{index}");
        Add("/_cat/repositories", CatCluster.RepositoriesAsync);
        Add("/_cat/segments", CatSegments.HandleAsync, "/{index}");
        Add("/_cat/shards", CatShards.HandleAsync, "/{index}");
        Add("/_cat/snapshots", CatCluster.SnapshotsAsync, "/{repository}");
        Add("/_cat/tasks", CatTasks.HandleAsync);
        Add("/_cat/templates", CatNames.TemplatesAsync, "/{name}");
        Add("/_cat/thread_pool", CatThreadPools.HandleAsync, "/{thread_pool_patterns}");
        routes.Map("GET", "/_cat", request => request.Text("=^.^=\n" + string.Concat(paths.Select(path => path + "\n"))));

        void Add(string path, Func<RestRequest, Task> handle, string? part = null)
        {
            routes.Map("GET", path, handle);
            paths.Add(path);
            if (part is not null)
            {
                routes.Map("GET", path + part, handle);
                paths.Add(path + part);
            }
        }
    }
}
