using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary><c>_template</c>.</summary>
internal static class LegacyTemplateEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT,POST", "/_template/{name}", PutAsync);
        routes.Map("GET", "/_template", GetAsync);
        routes.Map("GET", "/_template/{name}", GetAsync);
        routes.Map("HEAD", "/_template/{name}", request => request.Empty(Named(request).Any() ? 200 : 404));
        routes.Map("DELETE", "/_template/{name}", DeleteAsync);
    }

    private static IEnumerable<LegacyTemplate> Named(RestRequest request)
    {
        var templates = request.Node.State.LegacyTemplates;
        return TemplateEndpoints.Matching(templates.Keys, request.PathOrNull("name") ?? "*").Select(name => templates[name]);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var body = await request.RequiredObjectAsync();
        if (request.Int("order") is { } order)
        {
            body["order"] = order;
        }

        var template = LegacyTemplate.Parse(name, body);
        lock (state.Gate)
        {
            if (request.Flag("create") && state.LegacyTemplates.ContainsKey(name))
            {
                throw Refuse.IllegalArgument($"index_template [{name}] already exists");
            }

            state.LegacyTemplates[name] = template;
            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task GetAsync(RestRequest request)
    {
        var json = new JsonObject();
        foreach (var template in Named(request))
        {
            var shown = (JsonObject)template.Json.DeepClone();
            shown["settings"] = SettingsEndpoints.Shape(request, IndexSettings.Flatten(template.Json["settings"]));
            json[template.Name] = shown;
        }

        var isMissing = json.Count == 0 && request.PathOrNull("name") is { } name && !name.Contains('*');
        return request.Tree(json, isMissing ? 404 : 200);
    }

    private static Task DeleteAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        lock (state.Gate)
        {
            var found = Named(request).ToArray();
            if (found.Length == 0 && !name.Contains('*'))
            {
                throw new ElasticsearchException(404, "index_template_missing_exception", $"index_template [{name}] missing");
            }

            foreach (var template in found)
            {
                state.LegacyTemplates.TryRemove(template.Name, out _);
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }
}
