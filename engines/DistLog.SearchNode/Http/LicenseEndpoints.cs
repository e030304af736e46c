using System.Text.Json.Nodes;

namespace DistLog.SearchNode.Http;

/// <summary><c>_license</c> and <c>_xpack</c>: what clients look at to see which features there are.</summary>
internal static class LicenseEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_license", LicenseAsync);
        routes.Map("GET", "/_license/basic_status", request => request.Tree(new JsonObject { ["eligible_to_start_basic"] = false }));
        routes.Map("GET", "/_license/trial_status", request => request.Tree(new JsonObject { ["eligible_to_start_trial"] = false }));
        routes.Map("GET", "/_xpack", XpackAsync);
        routes.Map("GET", "/_xpack/usage", UsageAsync);
        routes.Map("GET", "/_ssl/certificates", request => request.Tree(new JsonArray()));
    }

    private static Task LicenseAsync(RestRequest request) => request.Tree(new JsonObject
    {
        ["license"] = new JsonObject { ["status"] = "active", ["uid"] = request.Node.State.ClusterUuid, ["type"] = "basic", ["issue_date"] = "2024-12-11T00:00:00.000Z", ["issue_date_in_millis"] = 1733875200000, ["max_nodes"] = 1000, ["max_resource_units"] = null, ["issued_to"] = NodeIdentity.ClusterName, ["issuer"] = "elasticsearch", ["start_date_in_millis"] = -1 },
    });

    private static Task XpackAsync(RestRequest request) => request.Tree(new JsonObject
    {
        ["build"] = new JsonObject { ["hash"] = InfoEndpoints.BuildHash, ["date"] = InfoEndpoints.BuildDate },
        ["license"] = new JsonObject { ["uid"] = request.Node.State.ClusterUuid, ["type"] = "basic", ["mode"] = "basic", ["status"] = "active" },
        ["features"] = new JsonObject(Features().Select(feature => KeyValuePair.Create(feature.Name, (JsonNode?)new JsonObject { ["available"] = true, ["enabled"] = feature.Enabled }))),
        ["tagline"] = "You know, for X",
    });

    private static Task UsageAsync(RestRequest request)
    {
        var json = new JsonObject(Features().Select(feature => KeyValuePair.Create(feature.Name, (JsonNode?)new JsonObject { ["available"] = true, ["enabled"] = feature.Enabled })));
        var state = request.Node.State;
        json["ilm"]!["policy_count"] = state.Policies.Count;
        json["data_streams"]!["data_streams"] = state.DataStreams.Count;
        json["data_streams"]!["indices_count"] = state.DataStreams.Values.Sum(stream => stream.Backing.Count);
        return request.Tree(json);
    }

    private static (string Name, bool Enabled)[] Features() =>
        [("data_streams", true), ("ilm", true), ("security", true)];
}
