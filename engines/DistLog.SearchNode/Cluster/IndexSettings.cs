using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Cluster;

/// <summary>
/// Settings come nested or dotted, with or without "index." in front, values of any type; they are kept nested under "index" with strings.
/// </summary>
internal static class IndexSettings
{
    public static JsonObject Normalize(JsonNode? settings)
    {
        var result = new JsonObject { ["index"] = new JsonObject() };
        foreach (var (key, value) in Flatten(settings))
        {
            Set(result, key.StartsWith("index.", StringComparison.Ordinal) ? key : "index." + key, value);
        }

        return result;
    }

    /// <summary>Dotted keys and their values.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Flatten(JsonNode? settings, string prefix = "")
    {
        foreach (var (key, value) in settings as JsonObject ?? [])
        {
            if (value is JsonObject inner)
            {
                foreach (var pair in Flatten(inner, prefix + key + "."))
                {
                    yield return pair;
                }
            }
            else
            {
                yield return KeyValuePair.Create(prefix + key, value);
            }
        }
    }

    public static void Set(JsonObject target, string key, JsonNode? value)
    {
        var names = key.Split('.');
        foreach (var name in names[..^1])
        {
            if (target[name] is not JsonObject inner)
            {
                target[name] = inner = [];
            }

            target = inner;
        }

        target[names[^1]] = value switch
        {
            null => null,
            JsonArray array => new JsonArray([.. array.Select(item => (JsonNode?)item.Text())]),
            _ => value.Text(),
        };
    }

    /// <summary>Takes one setting away.</summary>
    public static void Remove(JsonObject target, string key)
    {
        var names = key.Split('.');
        foreach (var name in names[..^1])
        {
            if (target[name] is not JsonObject inner)
            {
                return;
            }

            target = inner;
        }

        target.Remove(names[^1]);
    }

    /// <summary>What every new index has, unless told otherwise.</summary>
    public static JsonObject Complete(JsonObject settings, IndexMetadataSeed seed)
    {
        var index = settings["index"]!.AsObject();
        CheckCount(index, "number_of_shards", 1);
        CheckCount(index, "number_of_replicas", 0);
        index["number_of_shards"] ??= "1";
        index["number_of_replicas"] ??= "1";
        index["provided_name"] = seed.Name;
        index["uuid"] = seed.Uuid;
        index["creation_date"] = seed.CreationDate.ToString(CultureInfo.InvariantCulture);
        index["version"] = new JsonObject { ["created"] = "8521000" };
        return settings;
    }

    private static void CheckCount(JsonObject index, string name, int least)
    {
        if (index[name] is { } value && (!int.TryParse(value.Text(), CultureInfo.InvariantCulture, out var number) || number < least || number > 1024))
        {
            throw Refuse.IllegalArgument($"Failed to parse value [{value.Text()}] for setting [index.{name}] must be >= {least}");
        }
    }
}

/// <summary>What names a new index.</summary>
internal readonly record struct IndexMetadataSeed(string Name, string Uuid, long CreationDate);
