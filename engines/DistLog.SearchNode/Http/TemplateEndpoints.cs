using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_index_template</c> and <c>_component_template</c>.</summary>
internal static class TemplateEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT,POST", "/_index_template/{name}", PutAsync);
        routes.Map("GET", "/_index_template", GetAsync);
        routes.Map("GET", "/_index_template/{name}", GetAsync);
        routes.Map("HEAD", "/_index_template/{name}", request => request.Empty(Matching(request.Node.State.Templates.Keys, request.Path("name")).Any() ? 200 : 404));
        routes.Map("DELETE", "/_index_template/{name}", DeleteAsync);
        routes.Map("PUT,POST", "/_component_template/{name}", PutComponentAsync);
        routes.Map("GET", "/_component_template", GetComponentAsync);
        routes.Map("GET", "/_component_template/{name}", GetComponentAsync);
        routes.Map("HEAD", "/_component_template/{name}", request => request.Empty(Matching(request.Node.State.Components.Keys, request.Path("name")).Any() ? 200 : 404));
        routes.Map("DELETE", "/_component_template/{name}", DeleteComponentAsync);
    }

    public static IEnumerable<string> Matching(IEnumerable<string> names, string expression)
    {
        var patterns = expression.Split(',');
        return names.Where(name => patterns.Any(pattern => Glob.Matches(pattern, name))).Order(StringComparer.Ordinal);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var template = IndexTemplate.Parse(name, await request.RequiredObjectAsync());
        lock (state.Gate)
        {
            RefuseExisting(request, state.Templates.ContainsKey(name), $"index template [{name}] already exists");
            RefuseUnknownComponents(state, template);
            RefuseTie(state, template);
            Normalize(template.Json);
            state.Templates[name] = template;
            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static void RefuseExisting(RestRequest request, bool exists, string reason)
    {
        if (exists && request.Flag("create"))
        {
            throw Refuse.IllegalArgument(reason);
        }
    }

    public static void RefuseUnknownComponents(ClusterState state, IndexTemplate template)
    {
        var ignored = template.Json["ignore_missing_component_templates"].Strings();
        var unknown = template.ComposedOf.Where(component => !state.Components.ContainsKey(component) && !ignored.Contains(component)).ToArray();
        if (unknown.Length > 0)
        {
            throw new ElasticsearchException(400, "invalid_index_template_exception", $"index_template [{template.Name}] invalid, cause [index template [{template.Name}] specifies component templates [{string.Join(", ", unknown)}] that do not exist]");
        }
    }

    /// <summary>Two templates of one priority whose patterns are the same would leave it to chance which one applies.</summary>
    private static void RefuseTie(ClusterState state, IndexTemplate template)
    {
        foreach (var other in state.Templates.Values.Where(other => other.Name != template.Name && other.Priority == template.Priority))
        {
            if (PatternOverlap.Any(other.Patterns, template.Patterns))
            {
                throw Refuse.IllegalArgument($"index template [{template.Name}] has index patterns [{string.Join(", ", template.Patterns)}] matching patterns from existing templates [{other.Name}] with patterns ({other.Name} => [{string.Join(", ", other.Patterns)}]) that have the same priority [{template.Priority}], multiple index templates may not match during index creation, please use a different priority");
            }
        }
    }

    /// <summary>Settings are shown the way that indices have them.</summary>
    private static void Normalize(JsonObject json)
    {
        NormalizeContent(json["template"] as JsonObject);
        json["composed_of"] ??= new JsonArray();
        if (json["index_patterns"] is not JsonArray)
        {
            json["index_patterns"] = new JsonArray(json["index_patterns"].Text());
        }

        if (json["data_stream"] is JsonObject stream)
        {
            stream["hidden"] ??= false;
            stream["allow_custom_routing"] ??= false;
        }
    }

    private static void NormalizeContent(JsonObject? template)
    {
        if (template?["settings"] is JsonObject settings)
        {
            template["settings"] = IndexSettings.Normalize(settings);
        }

        if (template?["mappings"] is JsonObject mappings)
        {
            template["mappings"] = MappingNormalizer.Normalize(mappings);
        }

        if (template?["aliases"] is JsonObject aliases)
        {
            template["aliases"] = new JsonObject(aliases.Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)Aliases.Normalize(alias.Key, alias.Value as JsonObject))));
        }
    }

    private static Task GetAsync(RestRequest request)
    {
        var name = request.PathOrNull("name");
        var found = Matching(request.Node.State.Templates.Keys, name ?? "*").ToArray();
        if (found.Length == 0 && name is not null && !name.Contains('*'))
        {
            throw Refuse.ResourceNotFound($"index template matching [{name}] not found");
        }

        var list = new JsonArray([.. found.Select(key => (JsonNode)new JsonObject { ["name"] = key, ["index_template"] = Shown(request, request.Node.State.Templates[key].Json) })]);
        return request.Tree(new JsonObject { ["index_templates"] = list });
    }

    private static JsonObject Shown(RestRequest request, JsonObject json)
    {
        var copy = (JsonObject)json.DeepClone();
        if (request.Flag("flat_settings") && copy["template"] is JsonObject template && template["settings"] is { } settings)
        {
            template["settings"] = new JsonObject(IndexSettings.Flatten(settings).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        }

        return copy;
    }

    private static Task DeleteAsync(RestRequest request)
    {
        var state = request.Node.State;
        lock (state.Gate)
        {
            var found = Matching(state.Templates.Keys, request.Path("name")).ToArray();
            if (found.Length == 0 && !request.Path("name").Contains('*'))
            {
                throw new ElasticsearchException(404, "index_template_missing_exception", $"index_template [{request.Path("name")}] missing");
            }

            foreach (var name in found)
            {
                RefuseInUse(state, name);
                state.Templates.TryRemove(name, out _);
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }

    private static void RefuseInUse(ClusterState state, string template)
    {
        var streams = state.DataStreams.Values.Where(stream => state.TemplateFor(stream.Name)?.Name == template).Select(stream => stream.Name).ToArray();
        if (streams.Length > 0)
        {
            throw Refuse.IllegalArgument($"unable to remove composable templates [{template}] as they are in use by a data streams [{string.Join(", ", streams)}]");
        }
    }

    private static async Task PutComponentAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var body = await request.RequiredObjectAsync();
        foreach (var (key, _) in body)
        {
            if (key is not ("template" or "version" or "_meta" or "deprecated"))
            {
                throw Refuse.ContentParse($"[1:1] [component_template] unknown field [{key}]");
            }
        }

        if (body["template"] is not JsonObject template)
        {
            throw Refuse.ContentParse("[1:1] [component_template] required [template]");
        }

        IndexTemplate.CheckContent(template);
        NormalizeContent(template);
        lock (state.Gate)
        {
            RefuseExisting(request, state.Components.ContainsKey(name), $"component template [{name}] already exists");
            state.Components[name] = body;
            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task GetComponentAsync(RestRequest request)
    {
        var name = request.PathOrNull("name");
        var found = Matching(request.Node.State.Components.Keys, name ?? "*").ToArray();
        if (found.Length == 0 && name is not null && !name.Contains('*'))
        {
            throw Refuse.ResourceNotFound($"component template matching [{name}] not found");
        }

        var list = new JsonArray([.. found.Select(key => (JsonNode)new JsonObject { ["name"] = key, ["component_template"] = Shown(request, request.Node.State.Components[key]) })]);
        return request.Tree(new JsonObject { ["component_templates"] = list });
    }

    private static Task DeleteComponentAsync(RestRequest request)
    {
        var state = request.Node.State;
        lock (state.Gate)
        {
            var found = Matching(state.Components.Keys, request.Path("name")).ToArray();
            if (found.Length == 0 && !request.Path("name").Contains('*'))
            {
                throw Refuse.ResourceNotFound($"component template matching [{request.Path("name")}] not found");
            }

            foreach (var name in found)
            {
                var users = state.Templates.Values.Where(template => template.ComposedOf.Contains(name)).Select(template => template.Name).ToArray();
                if (users.Length > 0)
                {
                    throw Refuse.IllegalArgument($"component templates [{name}] cannot be removed as they are still in use by index templates [{string.Join(", ", users)}]");
                }

                state.Components.TryRemove(name, out _);
            }

            request.Node.Save();
        }

        return request.Acknowledged();
    }
}
