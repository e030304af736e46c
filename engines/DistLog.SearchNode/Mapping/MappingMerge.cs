using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>Adds to a mapping; what is there already may not change its type, nor the parameters that its values were indexed by.</summary>
internal static class MappingMerge
{
    /// <summary>Parameters of leaf fields that stay as they are, with the value that they have unless given.</summary>
    private static readonly (string Name, string? Unset)[] Fixed =
    [
        ("index", "true"), ("doc_values", "true"), ("store", "false"), ("null_value", null), ("format", null), ("locale", null),
        ("analyzer", "default"), ("normalizer", null), ("term_vector", null), ("index_options", null), ("similarity", null),
        ("scaling_factor", null), ("index_phrases", "false"), ("time_series_dimension", "false"),
    ];

    /// <summary>Parameters of objects that stay as they are.</summary>
    private static readonly (string Name, bool Unset)[] FixedOfObjects = [("enabled", true), ("subobjects", true), ("include_in_parent", false), ("include_in_root", false)];

    /// <param name="existing">The mapping so far, which isn't changed.</param>
    /// <param name="update">What is added, in its normal form.</param>
    public static JsonObject Merge(JsonObject existing, JsonObject update)
    {
        var merged = (JsonObject)existing.DeepClone();
        CheckSource(merged, update);
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

    private static void CheckSource(JsonObject existing, JsonObject update)
    {
        if (update["_source"]?["enabled"].Bool() is { } after && (existing["_source"]?["enabled"].Bool() ?? true) is var before && before != after)
        {
            throw Conflict("_source", "enabled", before ? "true" : "false", after ? "true" : "false");
        }
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
            target.Remove("type");
        }

        foreach (var (name, node) in update)
        {
            if (properties[name] is JsonObject known && node is JsonObject wanted)
            {
                MergeField(properties, name, known, wanted, prefix + name);
            }
            else
            {
                properties[name] = node?.DeepClone();
            }
        }
    }

    private static void MergeField(JsonObject parent, string name, JsonObject known, JsonObject wanted, string path)
    {
        var (before, after) = (TypeOf(known), TypeOf(wanted));
        if (IsObject(before) && IsObject(after))
        {
            MergeObject(known, wanted, path);
            return;
        }

        if (before != after)
        {
            throw Refuse.IllegalArgument(IsObject(before) || IsObject(after)
                ? $"can't merge a non object mapping [{path}] with an object mapping"
                : $"mapper [{path}] cannot be changed from type [{before}] to [{after}]");
        }

        parent[name] = MergeLeaf(known, wanted, path);
    }

    private static void MergeObject(JsonObject known, JsonObject wanted, string path)
    {
        if (TypeOf(known) != TypeOf(wanted))
        {
            throw Refuse.IllegalArgument(TypeOf(known) == "nested"
                ? $"can't merge a nested mapping [{path}] with a non-nested mapping"
                : $"can't merge a non-nested mapping [{path}] with a nested mapping");
        }

        foreach (var (name, unset) in FixedOfObjects)
        {
            if (wanted[name].Bool() is { } given && given != (known[name].Bool() ?? unset))
            {
                throw new ElasticsearchException(400, "mapper_exception", $"the [{name}] parameter can't be updated for the object mapping [{path}]");
            }
        }

        if (wanted["dynamic"] is { } dynamic)
        {
            known["dynamic"] = dynamic.DeepClone();
        }

        MergeProperties(known, wanted["properties"] as JsonObject, path + ".");
    }

    /// <summary>Parameters that can change take the new mapping's value, or go where it has none; sub-fields are added.</summary>
    private static JsonObject MergeLeaf(JsonObject known, JsonObject wanted, string path)
    {
        foreach (var (name, unset) in Fixed)
        {
            var (before, after) = (known[name].Text() ?? unset, wanted[name].Text() ?? unset);
            if (before != after && !IsSameFormat(known, name, before, after))
            {
                throw Conflict(path, name, before ?? "null", after ?? "null");
            }
        }

        var merged = (JsonObject)wanted.DeepClone();
        if (known["value"] is { } value)
        {
            CheckConstant(path, value, wanted["value"]);
            merged["value"] = value.DeepClone();
        }

        if (known["fields"] is JsonObject fields)
        {
            merged["fields"] = MergeSubFields(fields, wanted["fields"] as JsonObject, path);
        }

        return merged;
    }

    /// <summary>A format that says what goes without saying.</summary>
    private static bool IsSameFormat(JsonObject known, string name, string? before, string? after)
    {
        var unset = TypeOf(known) == "date_nanos" ? Dates.DateFormat.DefaultNanos.Text : Dates.DateFormat.Default.Text;
        return name == "format" && (before ?? unset) == (after ?? unset);
    }

    private static void CheckConstant(string path, JsonNode before, JsonNode? after)
    {
        if (after is not null && after.Text() != before.Text())
        {
            throw Conflict(path, "value", before.Text()!, after.Text()!);
        }
    }

    private static JsonObject MergeSubFields(JsonObject known, JsonObject? wanted, string path)
    {
        var holder = new JsonObject { ["properties"] = known.DeepClone() };
        MergeProperties(holder, wanted, path + ".");
        var merged = holder["properties"]!;
        holder.Remove("properties");
        return (JsonObject)merged;
    }

    private static ElasticsearchException Conflict(string path, string parameter, string before, string after) =>
        Refuse.IllegalArgument($"Mapper for [{path}] conflicts with existing mapper:\n\tCannot update parameter [{parameter}] from [{before}] to [{after}]");

    private static bool IsObject(string type) => type is "object" or "nested";

    private static string TypeOf(JsonObject field) => field["type"].Text() ?? "object";

    /// <summary>
    /// Adds a field that a document brought, at its dotted path, with the objects above it. Where a field stands in its way, it is left
    /// out; parsing the document against the mapping so far then tells what is wrong with it.
    /// </summary>
    public static void AddField(JsonObject mapping, string path, JsonObject field)
    {
        var target = mapping;
        var rest = path;
        while (true)
        {
            var dot = target["subobjects"].Bool() == false ? -1 : rest.IndexOf('.');
            var name = dot < 0 ? rest : rest[..dot];
            if (!IsObject(TypeOf(target)))
            {
                return;
            }

            if (target["properties"] is not JsonObject properties)
            {
                target["properties"] = properties = [];
                target.Remove(TypeOf(target) == "nested" ? "" : "type");
            }

            if (dot < 0)
            {
                AddLeaf(properties, name, field);
                return;
            }

            if (properties[name] is not JsonObject next)
            {
                properties[name] = next = [];
            }

            (target, rest) = (next, rest[(dot + 1)..]);
        }
    }

    private static void AddLeaf(JsonObject properties, string name, JsonObject field)
    {
        if (properties[name] is not JsonObject known)
        {
            properties[name] = field.DeepClone();
        }
        else if (TypeOf(known) == "constant_keyword" && known["value"] is null)
        {
            known["value"] = field["value"]?.DeepClone();
        }
    }
}
