using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>The properties of an alias.</summary>
internal static class Aliases
{
    /// <summary>Checks the name and the properties, and writes "routing" as the two that it stands for.</summary>
    public static JsonObject Normalize(string name, JsonObject? properties)
    {
        IndexNames.CheckAlias(name);
        var result = new JsonObject();
        foreach (var (key, value) in properties ?? [])
        {
            switch (key)
            {
                case "filter" when value is JsonObject { Count: > 0 } filter:
                    using (var parsed = System.Text.Json.JsonDocument.Parse(filter.ToJsonString()))
                    {
                        Queries.QueryParser.ParseOne(parsed.RootElement);
                    }

                    result["filter"] = filter.DeepClone();
                    break;
                case "filter":
                    break;
                case "is_write_index" or "is_hidden":
                    result[key] = value.Bool() ?? throw Refuse.IllegalArgument($"Failed to parse value [{value.Text()}] of [{key}]");
                    break;
                case "routing":
                    result["index_routing"] ??= value.Text();
                    result["search_routing"] ??= value.Text();
                    break;
                case "index_routing" or "search_routing":
                    result[key] = value.Text();
                    break;
                default:
                    throw Refuse.IllegalArgument($"Unknown field [{key}] in alias [{name}]");
            }
        }

        return result;
    }
}
