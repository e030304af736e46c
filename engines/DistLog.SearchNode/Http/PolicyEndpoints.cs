using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary><c>_ilm/policy</c>: lifecycle policies are kept and shown.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT", "/_ilm/policy/{name}", PutAsync);
        routes.Map("GET", "/_ilm/policy", GetAsync);
        routes.Map("GET", "/_ilm/policy/{name}", GetAsync);
        routes.Map("DELETE", "/_ilm/policy/{name}", DeleteAsync);
        routes.Map("GET", "/_ilm/status", request => request.Tree(new JsonObject { ["operation_mode"] = "RUNNING" }));
    }

    private static async Task PutAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var body = await request.RequiredObjectAsync();
        if (body["policy"] is not JsonObject policy || policy["phases"] is not JsonObject phases)
        {
            throw Refuse.IllegalArgument("a lifecycle policy has the form {\"policy\":{\"phases\":{…}}}");
        }

        foreach (var (phase, _) in phases)
        {
            if (phase is not ("hot" or "warm" or "cold" or "frozen" or "delete"))
            {
                throw Refuse.IllegalArgument($"Timeseries lifecycle does not support phase [{phase}]");
            }
        }

        lock (state.Gate)
        {
            var version = (state.Policies.GetValueOrDefault(name)?["version"]?.GetValue<int>() ?? 0) + 1;
            state.Policies[name] = new JsonObject
            {
                ["version"] = version,
                ["modified_date"] = request.Node.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                ["policy"] = policy.DeepClone(),
            };
            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var (name, state) = (request.PathOrNull("name"), request.Node.State);
        if (name is not null && !state.Policies.ContainsKey(name))
        {
            throw Refuse.ResourceNotFound($"Lifecycle policy not found: {name}");
        }

        var json = new JsonObject();
        foreach (var (key, policy) in state.Policies.Where(pair => name is null || pair.Key == name))
        {
            var shown = (JsonObject)policy.DeepClone();
            shown["in_use_by"] = new JsonObject { ["indices"] = new JsonArray(), ["data_streams"] = new JsonArray(), ["composable_templates"] = new JsonArray() };
            json[key] = shown;
        }

        return request.Tree(json);
    }

    private static Task DeleteAsync(RestRequest request)
    {
        lock (request.Node.State.Gate)
        {
            if (!request.Node.State.Policies.TryRemove(request.Path("name"), out _))
            {
                throw Refuse.ResourceNotFound($"Lifecycle policy not found: {request.Path("name")}");
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }
}
