using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary><c>_settings</c> of indices, and <c>_block</c>.</summary>
internal static class SettingsEndpoints
{
    private static readonly string[] Blocks = ["metadata", "read", "read_only", "write"];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_settings", GetAsync);
        routes.Map("GET", "/{index}/_settings", GetAsync);
        routes.Map("GET", "/_settings/{name}", GetAsync);
        routes.Map("GET", "/{index}/_settings/{name}", GetAsync);
        routes.Map("PUT", "/{index}/_settings", PutAsync);
        routes.Map("PUT", "/_settings", PutAsync);
        routes.Map("PUT", "/{index}/_block/{block}", BlockAsync);
    }

    /// <summary>An index's settings as the request wants them: nested or flat, with or without times in words.</summary>
    public static JsonObject Of(RestRequest request, Index index, Func<string, bool>? wanted = null)
    {
        var settings = IndexSettings.Flatten(index.Metadata.Settings).Where(pair => wanted?.Invoke(pair.Key) ?? true);
        if (request.Flag("human"))
        {
            settings = settings.Concat(InWords(index));
        }

        return Shape(request, settings);
    }

    /// <summary>The settings that the index doesn't have itself, with the values that count for it.</summary>
    public static JsonObject Defaults(RestRequest request, Index index, Func<string, bool>? wanted = null)
    {
        var own = IndexSettings.Flatten(index.Metadata.Settings).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        return Shape(request, IndexSettingNames.Defaults.Where(pair => !own.Contains(pair.Key) && (wanted?.Invoke(pair.Key) ?? true)).Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    /// <summary>Dotted settings in the form that the request wants.</summary>
    public static JsonObject Shape(RestRequest request, IEnumerable<KeyValuePair<string, JsonNode?>> settings)
    {
        var result = new JsonObject();
        foreach (var (key, value) in request.Flag("flat_settings") ? settings.OrderBy(pair => pair.Key, StringComparer.Ordinal) : settings)
        {
            if (request.Flag("flat_settings"))
            {
                result[key] = value?.DeepClone();
            }
            else
            {
                IndexSettings.Set(result, key, value);
            }
        }

        return result;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> InWords(Index index)
    {
        var created = DateTimeOffset.FromUnixTimeMilliseconds(index.Metadata.CreationDate).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        yield return KeyValuePair.Create("index.creation_date_string", (JsonNode?)created);
        yield return KeyValuePair.Create("index.version.created_string", (JsonNode?)"8.17.0");
    }

    private static Task GetAsync(RestRequest request)
    {
        var patterns = request.PathOrNull("name")?.Split(',') ?? ["*"];
        bool Wanted(string key) => patterns.Any(pattern => pattern == "_all" || Glob.Matches(pattern, key));
        var json = new JsonObject();
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandClosed = true, ExpandHidden = request.PathOrNull("index") is null })))
        {
            var shown = Of(request, index, Wanted);
            if (shown.Count == 0 && request.PathOrNull("name") is not null && !request.Flag("include_defaults"))
            {
                continue;
            }

            json[index.Name] = new JsonObject { ["settings"] = shown };
            if (request.Flag("include_defaults"))
            {
                json[index.Name]!["defaults"] = Defaults(request, index, Wanted);
            }
        }

        return request.Tree(json);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        var update = IndexSettings.Normalize(body["settings"] as JsonObject ?? body);
        var changes = IndexSettings.Flatten(update["index"]).ToArray();
        if (changes.Length == 0)
        {
            throw Refuse.Validation("no settings to update");
        }

        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names(NameOptions.Default with { ExpandClosed = true }));
        Change(request.Node, indices, changes, request.Flag("preserve_existing"));
        await request.Acknowledged();
    }

    /// <summary>Changes settings of all the indices, or of none.</summary>
    private static void Change(Node node, IReadOnlyList<Index> indices, KeyValuePair<string, JsonNode?>[] changes, bool preserve)
    {
        foreach (var (key, value) in changes)
        {
            IndexSettingNames.Check(key, value.Text());
        }

        CheckChangeable(indices, [.. changes.Select(change => change.Key)]);
        lock (node.State.Gate)
        {
            foreach (var index in indices)
            {
                Apply(index, changes, preserve);
            }

            node.Save();
        }
    }

    private static void CheckChangeable(IReadOnlyList<Index> indices, string[] names)
    {
        if (names.FirstOrDefault(IndexSettingNames.IsFinal) is { } final && indices.Count > 0)
        {
            throw Refuse.IllegalArgument(indices.Any(index => !index.Metadata.IsClosed)
                ? $"Can't update non dynamic settings [[index.{final}]] for open indices [{Listed(indices)}]"
                : $"final {indices[0].Name} setting [index.{final}], not updateable");
        }

        var open = indices.Where(index => !index.Metadata.IsClosed).ToArray();
        var fixedNames = names.Where(IndexSettingNames.IsStatic).ToArray();
        if (open.Length > 0 && fixedNames.Length > 0)
        {
            throw Refuse.IllegalArgument($"Can't update non dynamic settings [[{string.Join(", ", fixedNames.Select(name => "index." + name))}]] for open indices [{Listed(open)}]");
        }
    }

    private static string Listed(IEnumerable<Index> indices) => string.Join(", ", indices.Select(index => $"[{index.Name}/{index.Metadata.Uuid}]"));

    /// <summary>Puts the changes into a copy: readers hold the old one.</summary>
    private static void Apply(Index index, IEnumerable<KeyValuePair<string, JsonNode?>> changes, bool preserve)
    {
        var settings = (JsonObject)index.Metadata.Settings.DeepClone();
        var known = IndexSettings.Flatten(settings["index"]).Select(pair => pair.Key).ToHashSet();
        foreach (var (key, value) in changes.Where(change => !preserve || !known.Contains(change.Key)))
        {
            if (value is not null)
            {
                IndexSettings.Set(settings, "index." + key, value);
                continue;
            }

            foreach (var name in known.Where(name => Glob.Matches(key, name)))
            {
                IndexSettings.Remove(settings, "index." + name);
            }
        }

        settings["index"]!["number_of_replicas"] ??= "1";
        index.ApplySettings(settings);
    }

    private static Task BlockAsync(RestRequest request)
    {
        var block = request.Path("block");
        if (!Blocks.Contains(block))
        {
            throw Refuse.IllegalArgument($"No block found with name {block}");
        }

        var indices = request.Node.Names.Indices(request.Path("index"), request.Names());
        Change(request.Node, indices, [KeyValuePair.Create("blocks." + block, (JsonNode?)"true")], preserve: false);
        return request.Tree(new JsonObject
        {
            ["acknowledged"] = true,
            ["shards_acknowledged"] = true,
            ["indices"] = new JsonArray([.. indices.Select(index => (JsonNode)new JsonObject { ["name"] = index.Name, ["blocked"] = true })]),
        });
    }
}
