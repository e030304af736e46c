using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_mapping</c> and <c>_settings</c>.</summary>
internal static class MappingEndpoints
{
    /// <summary>Settings that only a new index can have.</summary>
    private static readonly HashSet<string> Fixed = ["number_of_shards", "codec", "sort.field", "uuid", "creation_date", "provided_name", "version.created"];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_mapping", GetAsync);
        routes.Map("GET", "/{index}/_mapping", GetAsync);
        routes.Map("PUT,POST", "/{index}/_mapping", PutAsync);
        routes.Map("PUT,POST", "/{index}/_mappings", PutAsync);
        routes.Map("GET", "/{index}/_mapping/field/{fields}", FieldAsync);
        routes.Map("GET", "/_mapping/field/{fields}", FieldAsync);
        routes.Map("GET", "/_settings", SettingsAsync);
        routes.Map("GET", "/{index}/_settings", SettingsAsync);
        routes.Map("GET", "/_settings/{name}", SettingsAsync);
        routes.Map("GET", "/{index}/_settings/{name}", SettingsAsync);
        routes.Map("PUT", "/{index}/_settings", PutSettingsAsync);
        routes.Map("PUT", "/_settings", PutSettingsAsync);
    }

    private static NameOptions Lenient(RestRequest request) => request.Names(NameOptions.Default with { ExpandClosed = true });

    private static Task GetAsync(RestRequest request)
    {
        var json = new JsonObject();
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), Lenient(request)))
        {
            json[index.Name] = new JsonObject { ["mappings"] = index.Mapping.Json.DeepClone() };
        }

        return request.Tree(json);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var update = MappingNormalizer.Normalize(await request.RequiredObjectAsync());
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names(NameOptions.Default with { AllowNoIndices = false }));
        // All or none: what one index can't take is refused before another has it.
        foreach (var index in indices)
        {
            index.Merged(update);
        }

        lock (request.Node.State.Gate)
        {
            foreach (var index in indices)
            {
                index.Merge(update);
            }

            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task FieldAsync(RestRequest request)
    {
        var json = new JsonObject();
        var patterns = request.Path("fields").Split(',');
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), Lenient(request)))
        {
            var fields = new JsonObject();
            foreach (var field in index.Mapping.Fields.Values.Where(field => patterns.Any(pattern => Glob.Matches(pattern, field.Path))))
            {
                var name = field.Path[(field.Path.LastIndexOf('.') + 1)..];
                fields[field.Path] = new JsonObject { ["full_name"] = field.Path, ["mapping"] = new JsonObject { [name] = new JsonObject { ["type"] = field.TypeName } } };
            }

            json[index.Name] = new JsonObject { ["mappings"] = fields };
        }

        return request.Tree(json);
    }

    private static Task SettingsAsync(RestRequest request)
    {
        var patterns = request.PathOrNull("name")?.Split(',') ?? ["*"];
        var json = new JsonObject();
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), Lenient(request)))
        {
            var wanted = IndexSettings.Flatten(index.Metadata.Settings).Where(pair => patterns.Any(pattern => pattern == "_all" || Glob.Matches(pattern, pair.Key))).ToArray();
            var settings = new JsonObject();
            foreach (var (key, value) in wanted)
            {
                if (request.Flag("flat_settings"))
                {
                    settings[key] = value?.DeepClone();
                }
                else
                {
                    IndexSettings.Set(settings, key, value);
                }
            }

            json[index.Name] = new JsonObject { ["settings"] = settings };
        }

        return request.Tree(json);
    }

    private static async Task PutSettingsAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        var update = IndexSettings.Normalize(body["settings"] as JsonObject ?? body);
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        var changes = IndexSettings.Flatten(update["index"]).ToArray();
        foreach (var (key, _) in changes.Where(change => Fixed.Contains(change.Key)))
        {
            throw Refuse.IllegalArgument($"Can't update non dynamic settings [[index.{key}]] for open indices [[{string.Join(", ", indices.Select(index => $"{index.Name}/{index.Metadata.Uuid}"))}]]");
        }

        lock (request.Node.State.Gate)
        {
            foreach (var index in indices)
            {
                Apply(index.Metadata, changes, request.Flag("preserve_existing"));
            }

            request.Node.Save();
        }

        await request.Acknowledged();
    }

    /// <summary>Puts the changes into a copy: readers hold the old one.</summary>
    private static void Apply(IndexMetadata metadata, IEnumerable<KeyValuePair<string, JsonNode?>> changes, bool preserve)
    {
        var settings = (JsonObject)metadata.Settings.DeepClone();
        var known = IndexSettings.Flatten(settings["index"]).Select(pair => pair.Key).ToHashSet();
        foreach (var (key, value) in changes.Where(change => !preserve || !known.Contains(change.Key)))
        {
            IndexSettings.Set(settings, "index." + key, value);
            if (value is null)
            {
                Remove(settings, "index." + key);
            }
        }

        metadata.Settings = settings;
    }

    private static void Remove(JsonObject settings, string key)
    {
        var names = key.Split('.');
        foreach (var name in names[..^1])
        {
            settings = (JsonObject)settings[name]!;
        }

        settings.Remove(names[^1]);
        if (names[^1] == "number_of_replicas")
        {
            settings[names[^1]] = "1";
        }
    }
}
