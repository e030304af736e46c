using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>Brings a mapping as a client writes it into the form in which it is kept and shown: names with dots as objects, flags as flags.</summary>
internal static class MappingNormalizer
{
    /// <summary>How many dots of one name are followed; deeper ones are refused by the limit of depth later on.</summary>
    private const int DeepestName = 100;

    /// <summary>Returns a new mapping and leaves the given one alone.</summary>
    public static JsonObject Normalize(JsonObject mapping)
    {
        if (mapping.Count == 1 && mapping["_doc"] is JsonObject)
        {
            throw Refuse.IllegalArgument("The mapping definition cannot be nested under a type [_doc] unless include_type_name is set to true.");
        }

        var result = (JsonObject)mapping.DeepClone();
        if (result["dynamic"] is { } dynamic)
        {
            result["dynamic"] = dynamic.Text();
        }

        NormalizeProperties(result);
        return result;
    }

    private static void NormalizeProperties(JsonObject parent)
    {
        if (parent["properties"] is not JsonObject properties)
        {
            return;
        }

        var hasSubobjects = parent["subobjects"].Bool() ?? true;
        var result = new JsonObject();
        foreach (var (name, node) in properties.ToArray())
        {
            properties.Remove(name);
            var value = node is JsonObject field ? NormalizeField(field) : node;
            if (hasSubobjects && name.Contains('.') && IsExpandable(name) && value is JsonObject expanded)
            {
                Put(result, name.Split('.'), 0, expanded);
            }
            else
            {
                Merge(result, name, value);
            }
        }

        parent["properties"] = result;
    }

    private static bool IsExpandable(string name) =>
        name.Split('.') is { Length: <= DeepestName } parts && !parts.Any(string.IsNullOrWhiteSpace);

    private static void Put(JsonObject properties, string[] names, int at, JsonObject field)
    {
        if (at == names.Length - 1)
        {
            Merge(properties, names[at], field);
            return;
        }

        if (properties[names[at]] is not JsonObject parent)
        {
            properties[names[at]] = parent = [];
        }

        if (parent["properties"] is not JsonObject inner)
        {
            parent["properties"] = inner = [];
        }

        Put(inner, names, at + 1, field);
    }

    private static void Merge(JsonObject properties, string name, JsonNode? value)
    {
        if (properties[name] is JsonObject known && value is JsonObject more)
        {
            known.MergeFrom(more);
        }
        else
        {
            properties[name] = value;
        }
    }

    private static JsonObject NormalizeField(JsonObject field)
    {
        var type = field["type"].Text();
        if (type is not (null or "object" or "nested"))
        {
            FieldParameters.Normalize(field);
            return field;
        }

        if (type == "object" && field["properties"] is JsonObject { Count: > 0 })
        {
            field.Remove("type");
        }

        if (field["dynamic"] is { } dynamic)
        {
            field["dynamic"] = dynamic.Text();
        }

        foreach (var flag in new[] { "enabled", "subobjects", "include_in_parent", "include_in_root" })
        {
            if (field[flag].Bool() is { } value)
            {
                field[flag] = value;
            }
        }

        NormalizeProperties(field);
        return field;
    }
}
