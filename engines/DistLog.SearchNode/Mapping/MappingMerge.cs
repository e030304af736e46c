using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>Adds to a mapping; what is there already may not change its type.</summary>
internal static class MappingMerge
{
    public static JsonObject Merge(JsonObject existing, JsonObject update)
    {
        var merged = (JsonObject)existing.DeepClone();
        foreach (var (key, value) in update)
        {
            if (key != "properties")
            {
                merged[key] = value?.DeepClone();
            }
        }

        MergeProperties(merged, update["properties"] as JsonObject, "");
        return merged;
    }

    private static void MergeProperties(JsonObject target, JsonObject? update, string prefix)
    {
        if (update is null)
        {
            return;
        }

        if (target["properties"] is not JsonObject properties)
        {
            target["properties"] = properties = [];
        }

        foreach (var (name, node) in update)
        {
            if (properties[name] is JsonObject known && node is JsonObject wanted)
            {
                MergeField(known, wanted, prefix + name);
            }
            else
            {
                properties[name] = node?.DeepClone();
            }
        }
    }

    private static void MergeField(JsonObject known, JsonObject wanted, string path)
    {
        var (before, after) = (TypeOf(known), TypeOf(wanted));
        if (before != after)
        {
            throw Refuse.IllegalArgument(before == "object" || after == "object"
                ? $"can't merge a non object mapping [{path}] with an object mapping"
                : $"mapper [{path}] cannot be changed from type [{before}] to [{after}]");
        }

        foreach (var (key, value) in wanted)
        {
            if (key is not ("properties" or "fields"))
            {
                known[key] = value?.DeepClone();
            }
        }

        MergeProperties(known, wanted["properties"] as JsonObject, path + ".");
        if (wanted["fields"] is JsonObject fields)
        {
            var target = known["fields"] as JsonObject ?? [];
            target.MergeFrom(fields);
            if (target.Parent is null)
            {
                known["fields"] = target;
            }
        }
    }

    private static string TypeOf(JsonObject field) => field["type"].Text() ?? "object";

    /// <summary>Adds one leaf field at a dotted path, with the objects above it.</summary>
    public static void AddField(JsonObject mapping, string path, JsonObject field)
    {
        var target = mapping;
        var names = path.Split('.');
        for (var i = 0; i < names.Length; i++)
        {
            if (target["properties"] is not JsonObject properties)
            {
                target["properties"] = properties = [];
            }

            if (properties[names[i]] is not JsonObject next)
            {
                properties[names[i]] = next = i == names.Length - 1 ? (JsonObject)field.DeepClone() : [];
            }

            target = next;
        }
    }
}
