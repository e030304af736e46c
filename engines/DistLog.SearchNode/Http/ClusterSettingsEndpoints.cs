using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Http;

/// <summary><c>_cluster/settings</c>.</summary>
internal static class ClusterSettingsEndpoints
{
    private static readonly string[] Sections = ["persistent", "transient"];

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_cluster/settings", GetAsync);
        routes.Map("PUT", "/_cluster/settings", PutAsync);
    }

    private static Task GetAsync(RestRequest request)
    {
        var settings = request.Node.State.Settings;
        var json = new JsonObject();
        foreach (var section in Sections)
        {
            json[section] = Shown(request, settings[section] as JsonObject ?? []);
        }

        if (request.Flag("include_defaults"))
        {
            json["defaults"] = Shown(request, Defaults(request.Node, settings));
        }

        return request.Tree(json);
    }

    /// <summary>What isn't set, with what the node was started with.</summary>
    private static JsonObject Defaults(Node node, JsonObject settings)
    {
        var defaults = new JsonObject
        {
            ["cluster.name"] = NodeIdentity.ClusterName,
            ["node.name"] = NodeIdentity.Name,
            ["path.data"] = node.Vitals.DataDirectory,
            ["http.max_content_length"] = $"{node.Options.RequestMegabytes}mb",
            ["xpack.security.enabled"] = "false",
        };
        foreach (var (name, value) in ClusterSettings.Defaults.Where(pair => !Sections.Any(section => settings[section]?[pair.Key] is not null)))
        {
            defaults[name] = value;
        }

        return defaults;
    }

    private static JsonObject Shown(RestRequest request, JsonObject flat)
    {
        var shown = new JsonObject();
        foreach (var (key, value) in flat.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (request.Flag("flat_settings"))
            {
                shown[key] = value?.DeepClone();
            }
            else
            {
                IndexSettings.Set(shown, key, value);
            }
        }

        return shown;
    }

    private static async Task PutAsync(RestRequest request)
    {
        var body = await request.RequiredObjectAsync();
        if (!Sections.Any(section => IndexSettings.Flatten(body[section]).Any()))
        {
            throw Refuse.Validation("no settings to update");
        }

        var answer = new JsonObject { ["acknowledged"] = true };
        lock (request.Node.State.Gate)
        {
            // A copy, so that a refused change leaves nothing half done, and readers see the old settings or the new ones.
            var settings = (JsonObject)request.Node.State.Settings.DeepClone();
            foreach (var section in Sections)
            {
                settings[section] ??= new JsonObject();
                answer[section] = Shown(request, Update(section, settings[section]!.AsObject(), body[section]));
            }

            request.Node.State.Settings = settings;
            request.Node.Save();
        }

        await request.Tree(answer);
    }

    private static JsonObject Update(string section, JsonObject target, JsonNode? changes)
    {
        var changed = new JsonObject();
        foreach (var (name, value) in IndexSettings.Flatten(changes))
        {
            foreach (var key in ClusterSettings.Matching(target, name))
            {
                ClusterSettings.Check(section, key, value.Text());
                target.Remove(key);
                if (value is not null)
                {
                    target[key] = value.Text();
                    changed[key] = value.Text();
                }
            }
        }

        return changed;
    }
}
