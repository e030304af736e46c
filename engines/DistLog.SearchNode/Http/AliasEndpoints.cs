using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_alias</c> and <c>_aliases</c>.</summary>
internal static class AliasEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("POST", "/_aliases", UpdateAsync);
        foreach (var path in new[] { "/{index}/_alias/{name}", "/{index}/_aliases/{name}" })
        {
            routes.Map("PUT,POST", path, PutAsync);
            routes.Map("DELETE", path, DeleteAsync);
        }

        foreach (var path in new[] { "/_alias", "/_alias/{name}", "/{index}/_alias", "/{index}/_alias/{name}" })
        {
            routes.Map("GET", path, GetAsync);
            routes.Map("HEAD", path, ExistsAsync);
        }
    }

    public static JsonObject Of(Index index) => Of(index.Metadata.Aliases, _ => true);

    private static JsonObject Of(ConcurrentDictionary<string, JsonObject> aliases, Func<string, bool> wanted) =>
        new(aliases.Where(alias => wanted(alias.Key)).Select(alias => KeyValuePair.Create(alias.Key, (JsonNode?)alias.Value.DeepClone())));

    private static async Task PutAsync(RestRequest request)
    {
        var properties = await request.ObjectAsync();
        request.Node.UpdateAliases([new AliasChange(AliasAction.Add, request.Path("index"), request.Path("name"), properties, null)]);
        await request.Acknowledged();
    }

    private static Task DeleteAsync(RestRequest request)
    {
        request.Node.UpdateAliases([.. request.Path("name").Split(',').Select(name => new AliasChange(AliasAction.Remove, request.Path("index"), name, null, null))]);
        return request.Acknowledged();
    }

    private static async Task UpdateAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        if (body["actions"] is not JsonArray actions)
        {
            throw Refuse.IllegalArgument("No action specified");
        }

        request.Node.UpdateAliases([.. actions.SelectMany(AliasChange.Parse)]);
        await request.Acknowledged();
    }

    private static Task ExistsAsync(RestRequest request)
    {
        var (json, missing) = Find(request);
        return request.Empty(missing.Count > 0 || json.Count == 0 ? 404 : 200);
    }

    private static Task GetAsync(RestRequest request)
    {
        var (json, missing) = Find(request);
        if (missing.Count == 0)
        {
            return request.Tree(json);
        }

        json["error"] = missing.Count == 1 ? $"alias [{missing[0]}] missing" : $"aliases [{string.Join(",", missing)}] missing";
        json["status"] = 404;
        return request.Tree(json, 404);
    }

    private static (JsonObject Found, List<string> Missing) Find(RestRequest request)
    {
        var names = request.PathOrNull("name")?.Split(',').Select(name => name.Trim()).ToArray() ?? ["*"];
        var all = request.PathOrNull("name") is null;
        var json = new JsonObject();
        var found = new HashSet<string>(StringComparer.Ordinal);
        bool Wanted(string alias) => Includes(names, alias) && found.Add(alias) | true;
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandClosed = true, ExpandHidden = true })).Where(index => index.DataStream is null))
        {
            AddFound(json, index.Name, Of(index.Metadata.Aliases, Wanted), all);
        }

        foreach (var stream in Streams(request))
        {
            AddFound(json, stream.Name, Of(stream.Aliases, Wanted), all);
        }

        return (json, Missing(names, found));
    }

    /// <summary>
    /// The names asked for that aren't there. Patterns are no such names, nor are exclusions behind the first pattern, nor is what an
    /// exclusion behind it takes away.
    /// </summary>
    private static List<string> Missing(string[] names, HashSet<string> found)
    {
        var pattern = Array.FindIndex(names, name => name.Contains('*'));
        var first = pattern < 0 ? names.Length : pattern;
        bool IsExcluded(string name, int at) => names.Skip(Math.Max(at + 1, first)).Any(other => other.StartsWith('-') && (other == "-_all" || Glob.Matches(other.AsSpan(1), name)));
        return
        [
            .. names.Where((name, at) => name != "_all" && !name.Contains('*') && !(at > first && name.StartsWith('-')) && !IsExcluded(name, at) && !found.Contains(name))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<DataStream> Streams(RestRequest request)
    {
        var patterns = request.PathOrNull("index")?.Split(',') ?? ["*"];
        return request.Node.State.DataStreams.Values.Where(stream => patterns.Any(pattern => pattern == "_all" || Glob.Matches(pattern, stream.Name)));
    }

    /// <summary>A later name with a minus takes away from what stands before it.</summary>
    private static bool Includes(string[] names, string alias)
    {
        var included = false;
        foreach (var name in names)
        {
            if (name == "_all" || Glob.Matches(name, alias))
            {
                included = true;
            }
            else if (name.StartsWith('-') && Glob.Matches(name.AsSpan(1), alias))
            {
                included = false;
            }
        }

        return included;
    }

    private static void AddFound(JsonObject json, string name, JsonObject aliases, bool all)
    {
        if (aliases.Count > 0 || all)
        {
            json[name] = new JsonObject { ["aliases"] = aliases };
        }
    }
}
