using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http.Cat;

/// <summary>The tables about names: <c>_cat/aliases</c>, <c>templates</c>, <c>component_templates</c>.</summary>
internal static class CatNames
{
    public static Task AliasesAsync(RestRequest request)
    {
        var table = new CatTable(
            request,
            new("alias", "a", "alias name"),
            new("index", "i,idx", "index alias points to"),
            new("filter", "f,fi", "filter"),
            new("routing.index", "ri,routingIndex", "index routing"),
            new("routing.search", "rs,routingSearch", "search routing"),
            new("is_write_index", "w,isWriteIndex", "write index"));
        // Hidden ones unless the request says which kinds it wants and leaves them out.
        var withHidden = request.List("expand_wildcards") is not { } expand || expand.Contains("all") || expand.Contains("hidden");
        foreach (var (alias, index, properties) in Aliases(request.Node.State).Where(entry => IsWanted(request, entry.Alias)).OrderBy(entry => entry.Alias, StringComparer.Ordinal))
        {
            if (withHidden || properties["is_hidden"].Bool() != true)
            {
                table.Add(alias, index, properties["filter"] is null ? "-" : "*", properties["index_routing"].Text() ?? "-", properties["search_routing"].Text() ?? "-", properties["is_write_index"].Text() ?? "-");
            }
        }

        return table.AnswerAsync();
    }

    private static IEnumerable<(string Alias, string Index, JsonObject Properties)> Aliases(ClusterState state) =>
        state.Indices.Values.SelectMany(index => index.Metadata.Aliases.Select(alias => (alias.Key, index.Name, alias.Value)))
            .Concat(state.DataStreams.Values.SelectMany(stream => stream.Aliases.Select(alias => (alias.Key, stream.Name, alias.Value))));

    private static bool IsWanted(RestRequest request, string name) =>
        request.PathOrNull("name") is not { } patterns || patterns.Split(',').Any(pattern => pattern == "_all" || Glob.Matches(pattern, name));

    public static Task TemplatesAsync(RestRequest request)
    {
        var table = new CatTable(
            request,
            new("name", "n", "template name"),
            new("index_patterns", "t", "template index patterns"),
            new("order", "o,p", "template application order/priority number"),
            new("version", "v", "version"),
            new("composed_of", "c", "component templates comprising index template"));
        foreach (var template in request.Node.State.Templates.Values.Where(template => IsWanted(request, template.Name)).OrderBy(template => template.Name, StringComparer.Ordinal))
        {
            table.Add(template.Name, $"[{string.Join(", ", template.Patterns)}]", template.Priority, template.Json["version"].Int(), $"[{string.Join(", ", template.ComposedOf)}]");
        }

        foreach (var template in request.Node.State.LegacyTemplates.Values.Where(template => IsWanted(request, template.Name)).OrderBy(template => template.Name, StringComparer.Ordinal))
        {
            table.Add(template.Name, $"[{string.Join(", ", template.Json["index_patterns"].Strings())}]", template.Order, template.Json["version"].Int(), "");
        }

        return table.AnswerAsync();
    }

    public static Task ComponentTemplatesAsync(RestRequest request)
    {
        var table = new CatTable(
            request,
            new("name", "n", "component template name"),
            new("version", "v", "version"),
            new("alias_count", "a", "alias count"),
            new("mapping_count", "m", "mapping count"),
            new("settings_count", "s", "settings count"),
            new("metadata_count", "me", "metadata count"),
            new("included_in", "i", "included in"));
        foreach (var (name, component) in request.Node.State.Components.Where(pair => IsWanted(request, pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var template = component["template"];
            var users = request.Node.State.Templates.Values.Where(user => user.ComposedOf.Contains(name)).Select(user => user.Name).Order(StringComparer.Ordinal);
            table.Add(name, component["version"].Int(), Count(template?["aliases"]), Count(template?["mappings"]?["properties"]), IndexSettings.Flatten(template?["settings"]).Count(), Count(component["_meta"]), $"[{string.Join(", ", users)}]");
        }

        return table.AnswerAsync();
    }

    private static int Count(JsonNode? properties) => (properties as JsonObject)?.Count ?? 0;
}
