namespace DistLog.SearchNode.Security;

/// <summary>What a request of one route needs: a privilege on the cluster, or on the indices that it names.</summary>
/// <param name="Action">Elasticsearch's name of the action, as errors tell it.</param>
/// <param name="Privilege">The privilege.</param>
/// <param name="OnIndices">Whether it is needed on indices, and not on the cluster.</param>
/// <param name="AllIndices">Whether it is needed on every index, since the request's body or a wildcard may name any.</param>
internal sealed record RouteAccess(string Action, string Privilege, bool OnIndices, bool AllIndices = false)
{
    /// <summary>What asks nothing but to be somebody.</summary>
    private static readonly string[] Free = ["_security/_authenticate", "_security/user/_has_privileges", "_search/scroll", "_search/scroll/{id}", "_pit"];

    private static readonly string[] Reads = ["_search", "_count", "_msearch", "_mget", "_field_caps", "_explain", "_validate", "_pit", "_terms_enum", "_search_shards", "_termvectors", "_rank_eval"];

    private static readonly string[] Maintains = ["_refresh", "_flush", "_forcemerge", "_cache"];

    private static readonly string[] Monitors = ["_stats", "_segments", "_recovery", "_shard_stores", "_disk_usage", "_field_usage_stats"];

    /// <summary>Of the health probes and what every authenticated client may ask.</summary>
    public static bool IsFree(string path) => Free.Contains(path.TrimStart('/'));

    public static RouteAccess Of(string method, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isReading = method is "GET" or "HEAD";
        var operation = parts.FirstOrDefault(part => part[0] == '_') ?? "";
        return operation switch
        {
            "" when parts.Length > 0 => Index(isReading, method),
            "_cat" => Cat(parts),
            "_security" => new RouteAccess("cluster:admin/xpack/security/api_key", isReading ? "manage_own_api_key" : "manage_api_key", false),
            "_index_template" or "_component_template" or "_template" => new RouteAccess("indices:admin/template", isReading ? Privileges.Monitor : "manage_index_templates", false),
            "_ilm" when parts[0] == "_ilm" => new RouteAccess("cluster:admin/ilm", isReading ? "read_ilm" : "manage_ilm", false),
            "_cluster" or "_nodes" or "_tasks" or "_license" or "_xpack" or "_ssl" or "_remote" or "_info" => new RouteAccess("cluster:monitor", isReading ? Privileges.Monitor : Privileges.Manage, false),
            _ => OnNames(operation, method, parts),
        };
    }

    private static RouteAccess Index(bool isReading, string method) => isReading
        ? new RouteAccess("indices:admin/get", Privileges.ViewMetadata, true)
        : new RouteAccess(method == "PUT" ? "indices:admin/create" : "indices:admin/delete", method == "PUT" ? Privileges.CreateIndex : Privileges.Manage, true);

    private static RouteAccess Cat(string[] parts) => parts.ElementAtOrDefault(1) switch
    {
        "count" => new RouteAccess("indices:data/read/search", Privileges.Read, true),
        "aliases" => new RouteAccess("indices:admin/aliases/get", Privileges.ViewMetadata, true, AllIndices: true),
        "indices" or "shards" or "segments" or "recovery" => new RouteAccess("indices:monitor/stats", Privileges.Monitor, true),
        _ => new RouteAccess("cluster:monitor", Privileges.Monitor, false),
    };

    private static RouteAccess OnNames(string operation, string method, string[] parts)
    {
        var isReading = method is "GET" or "HEAD";
        var hasNames = parts.Any(part => part is "{index}" or "{name}");
        if (Reads.Contains(operation) || (isReading && operation is "_doc" or "_source"))
        {
            return new RouteAccess("indices:data/read/" + operation.TrimStart('_'), Privileges.Read, true);
        }

        if (Maintains.Contains(operation))
        {
            return new RouteAccess("indices:admin/" + operation.TrimStart('_'), Privileges.Maintenance, true);
        }

        if (Monitors.Contains(operation))
        {
            return new RouteAccess("indices:monitor/" + operation.TrimStart('_'), Privileges.Monitor, true);
        }

        return operation switch
        {
            "_doc" when method == "DELETE" => new RouteAccess("indices:data/write/delete", Privileges.Write, true),
            "_bulk" or "_doc" or "_create" => new RouteAccess("indices:data/write/" + operation.TrimStart('_'), Privileges.Create, true),
            "_update" or "_delete_by_query" or "_update_by_query" => new RouteAccess("indices:data/write/" + operation.TrimStart('_'), Privileges.Write, true),
            "_reindex" => new RouteAccess("indices:data/write/reindex", Privileges.All, true, AllIndices: true),
            "_resolve" => new RouteAccess("indices:admin/resolve", Privileges.ViewMetadata, true),
            _ => new RouteAccess("indices:admin/" + operation.TrimStart('_'), isReading ? Privileges.ViewMetadata : Privileges.Manage, true, AllIndices: !hasNames),
        };
    }
}
