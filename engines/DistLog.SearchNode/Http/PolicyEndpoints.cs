using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Cluster.Lifecycle;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_ilm/policy</c>: lifecycle policies.</summary>
internal static class PolicyEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT", "/_ilm/policy/{name}", PutAsync);
        routes.Map("GET", "/_ilm/policy", GetAsync);
        routes.Map("GET", "/_ilm/policy/{name}", GetAsync);
        routes.Map("DELETE", "/_ilm/policy/{name}", DeleteAsync);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var body = await request.RequiredObjectAsync();
        var policy = body["policy"] as JsonObject ?? throw Refuse.IllegalArgument("a lifecycle policy has the form {\"policy\":{\"phases\":{…}}}");
        LifecyclePolicy.Parse(policy);
        lock (state.Gate)
        {
            var version = (state.Policies.GetValueOrDefault(name)?["version"]?.GetValue<int>() ?? 0) + 1;
            state.Policies[name] = new JsonObject
            {
                ["version"] = version,
                ["modified_date"] = request.Node.Time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                ["policy"] = LifecyclePolicy.Normalize(policy),
            };
            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var (name, state) = (request.PathOrNull("name"), request.Node.State);
        var patterns = name?.Split(',') ?? ["*"];
        if (Array.Find(patterns, pattern => !pattern.Contains('*') && !state.Policies.ContainsKey(pattern)) is { } missing)
        {
            throw Refuse.ResourceNotFound($"Lifecycle policy not found: {missing}");
        }

        var json = new JsonObject();
        foreach (var (key, policy) in state.Policies.Where(pair => patterns.Any(pattern => Glob.Matches(pattern, pair.Key))).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var shown = (JsonObject)policy.DeepClone();
            shown["in_use_by"] = UsersOf(state, key);
            json[key] = shown;
        }

        return request.Tree(json);
    }

    private static JsonObject UsersOf(ClusterState state, string policy) => new()
    {
        ["indices"] = new JsonArray([.. IndicesWith(state, policy).Select(name => (JsonNode)name)]),
        ["data_streams"] = new JsonArray([.. state.DataStreams.Values.Where(stream => state.TemplateFor(stream.Name) is { } template && Names(state, template) == policy).Select(stream => (JsonNode)stream.Name)]),
        ["composable_templates"] = new JsonArray([.. state.Templates.Values.Where(template => Names(state, template) == policy).Select(template => (JsonNode)template.Name)]),
    };

    private static IEnumerable<string> IndicesWith(ClusterState state, string policy) =>
        state.Indices.Values.Where(index => index.Metadata.Policy == policy).Select(index => index.Name).Order(StringComparer.Ordinal);

    private static string? Names(ClusterState state, IndexTemplate template) =>
        template.Content(state.Components).Settings["index"]?["lifecycle"]?["name"].Text();

    private static Task DeleteAsync(RestRequest request)
    {
        lock (request.Node.State.Gate)
        {
            var users = IndicesWith(request.Node.State, request.Path("name")).ToArray();
            if (users.Length > 0)
            {
                throw Refuse.IllegalArgument($"Cannot delete policy [{request.Path("name")}]. It is in use by one or more indices: [{string.Join(", ", users)}]");
            }

            if (!request.Node.State.Policies.TryRemove(request.Path("name"), out _))
            {
                throw Refuse.ResourceNotFound($"Lifecycle policy not found: {request.Path("name")}");
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }
}
