using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_resolve/index</c>: what names stand for.</summary>
internal static class ResolveEndpoint
{
    public static void Map(RestRoutes routes) => routes.Map("GET", "/_resolve/index/{name}", HandleAsync);

    private static Task HandleAsync(RestRequest request)
    {
        var (patterns, state) = (request.Path("name").Split(','), request.Node.State);
        var names = request.Names();
        bool Named(string name, bool hidden) => patterns.Any(pattern => pattern == name || (pattern.Contains('*') && Glob.Matches(pattern, name) && (!hidden || names.ExpandHidden || pattern.StartsWith('.'))));
        var indices = state.Indices.Values
            .Where(index => Named(index.Name, index.Metadata.IsHidden) && (index.Metadata.IsClosed ? names.ExpandClosed || patterns.Contains(index.Name) : names.ExpandOpen || patterns.Contains(index.Name)))
            .OrderBy(index => index.Name, StringComparer.Ordinal).ToArray();
        var streams = state.DataStreams.Values.Where(stream => Named(stream.Name, stream.IsHidden)).OrderBy(stream => stream.Name, StringComparer.Ordinal).ToArray();
        var aliases = state.Indices.Values.SelectMany(index => index.Metadata.Aliases.Keys.Select(alias => (Alias: alias, index.Name)))
            .Concat(state.DataStreams.Values.SelectMany(stream => stream.Aliases.Keys.Select(alias => (Alias: alias, stream.Name))))
            .Where(pair => Named(pair.Alias, false))
            .GroupBy(pair => pair.Alias, pair => pair.Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal).ToArray();
        foreach (var pattern in patterns.Where(pattern => !pattern.Contains('*') && !names.IgnoreUnavailable))
        {
            if (!indices.Any(index => index.Name == pattern) && !streams.Any(stream => stream.Name == pattern) && !aliases.Any(alias => alias.Key == pattern))
            {
                throw Refuse.IndexNotFound(pattern);
            }
        }

        return request.Tree(new JsonObject
        {
            ["indices"] = new JsonArray([.. indices.Select(Describe)]),
            ["aliases"] = new JsonArray([.. aliases.Select(alias => (JsonNode)new JsonObject { ["name"] = alias.Key, ["indices"] = List(alias.Order(StringComparer.Ordinal)) })]),
            ["data_streams"] = new JsonArray([.. streams.Select(stream => (JsonNode)new JsonObject { ["name"] = stream.Name, ["backing_indices"] = List(stream.Backing), ["timestamp_field"] = "@timestamp" })]),
        });
    }

    private static JsonNode Describe(Cluster.Index index)
    {
        var attributes = new List<string> { index.Metadata.IsClosed ? "closed" : "open" };
        if (index.Metadata.IsHidden)
        {
            attributes.Add("hidden");
        }

        var json = new JsonObject { ["name"] = index.Name };
        if (!index.Metadata.Aliases.IsEmpty)
        {
            json["aliases"] = List(index.Metadata.Aliases.Keys.Order(StringComparer.Ordinal));
        }

        json["attributes"] = List(attributes.Order(StringComparer.Ordinal));
        if (index.DataStream is { } stream)
        {
            json["data_stream"] = stream;
        }

        json["mode"] = index.Metadata.Settings["index"]!["mode"].Text() ?? "standard";
        return json;
    }

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
