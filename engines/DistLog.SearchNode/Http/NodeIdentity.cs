using System.Text.Json.Nodes;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary>How the one node of the cluster calls itself.</summary>
internal static class NodeIdentity
{
    public const string Id = "distlog-searchnode-00";

    public const string Name = "distlog-searchnode";

    public const string ClusterName = "distlog";

    /// <summary>True where a node filter of a request means this node.</summary>
    public static bool IsMeant(string filter) =>
        filter is "_all" or "_local" or "_master" or "127.0.0.1" or "master:true" or "data:true" or "ingest:true" || Glob.Matches(filter, Id) || Glob.Matches(filter, Name);

    /// <summary>The properties that every description of the node begins with.</summary>
    public static JsonObject Describe(HttpContext http) => new()
    {
        ["name"] = Name,
        ["transport_address"] = Address(http),
        ["host"] = "127.0.0.1",
        ["ip"] = Address(http),
        ["roles"] = Roles(),
    };

    public static JsonArray Roles() => ["data", "ingest", "master", "remote_cluster_client"];

    public static string Address(HttpContext http) => $"{http.Connection.LocalIpAddress}:{http.Connection.LocalPort}";
}
