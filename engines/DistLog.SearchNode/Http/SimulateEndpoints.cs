using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary><c>_index_template/_simulate</c> and <c>_simulate_index</c>: what an index would get, without making one.</summary>
internal static class SimulateEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST", "/_index_template/_simulate_index/{name}", IndexAsync);
        routes.Map("POST", "/_index_template/_simulate", TemplateAsync);
        routes.Map("POST", "/_index_template/_simulate/{name}", TemplateAsync);
    }

    private static async Task IndexAsync(RestRequest request)
    {
        var (name, state) = (request.Path("name"), request.Node.State);
        var given = await GivenAsync(request, "simulate_index_template_" + name);
        var winner = state.Templates.Values.Append(given).OfType<IndexTemplate>().Where(template => template.Matches(name)).OrderByDescending(template => template.Priority).FirstOrDefault();
        if (winner is null)
        {
            await request.Tree(new JsonObject());
            return;
        }

        await AnswerAsync(request, winner);
    }

    private static async Task TemplateAsync(RestRequest request)
    {
        var name = request.PathOrNull("name");
        var given = await GivenAsync(request, name ?? "simulate_template");
        var template = given ?? (name is null
            ? throw Refuse.Validation("either index name or index template body must be specified for simulation")
            : request.Node.State.Templates.GetValueOrDefault(name) ?? throw Refuse.IllegalArgument($"unable to simulate template [{name}] that does not exist"));
        await AnswerAsync(request, template);
    }

    /// <summary>The template of the body, if there is one.</summary>
    private static async Task<IndexTemplate?> GivenAsync(RestRequest request, string name)
    {
        if (await request.ObjectAsync() is not { Count: > 0 } body)
        {
            return null;
        }

        var template = IndexTemplate.Parse(name, body);
        TemplateEndpoints.RefuseUnknownComponents(request.Node.State, template);
        return template;
    }

    private static Task AnswerAsync(RestRequest request, IndexTemplate template)
    {
        var state = request.Node.State;
        var content = template.Content(state.Components);
        var answer = new JsonObject
        {
            ["settings"] = SettingsEndpoints.Shape(request, IndexSettings.Flatten(content.Settings)),
            ["mappings"] = content.Mapping,
            ["aliases"] = new JsonObject(content.Aliases.Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)Aliases.Normalize(alias.Key, alias.Value as JsonObject)))),
        };
        var legacy = state.LegacyTemplates.Values.Where(other => PatternOverlap.Any(template.Patterns, other.Patterns)).Select(other => (other.Name, other.Patterns)).OrderBy(other => other.Name, StringComparer.Ordinal);
        var others = state.Templates.Values.Where(other => other.Name != template.Name && PatternOverlap.Any(template.Patterns, other.Patterns)).Select(other => (other.Name, other.Patterns)).OrderBy(other => other.Name, StringComparer.Ordinal);
        return request.Tree(new JsonObject { ["template"] = answer, ["overlapping"] = new JsonArray([.. legacy.Concat(others).Select(other => (JsonNode)Describe(other.Name, other.Patterns))]) });
    }

    private static JsonObject Describe(string name, IReadOnlyList<string> patterns) =>
        new JsonObject { ["name"] = name, ["index_patterns"] = new JsonArray([.. patterns.Select(pattern => (JsonNode)pattern)]) };
}
