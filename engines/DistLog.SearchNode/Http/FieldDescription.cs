using System.Text.Json.Nodes;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Http;

/// <summary>One field of a mapping, as <c>_mapping/field</c> shows it.</summary>
internal static class FieldDescription
{
    public static JsonObject Of(IndexMapping mapping, string path, bool withDefaults)
    {
        var (name, json) = Find(mapping.Json, path);
        var shown = (JsonObject)json.DeepClone();
        if (withDefaults && mapping.Fields.TryGetValue(path, out var field))
        {
            AddDefaults(shown, field);
        }

        return new JsonObject { ["full_name"] = path, ["mapping"] = new JsonObject { [name] = shown } };
    }

    /// <summary>The field's own name and its part of the mapping.</summary>
    private static (string Name, JsonObject Json) Find(JsonObject parent, string path)
    {
        foreach (var children in new[] { parent["properties"], parent["fields"] }.OfType<JsonObject>())
        {
            if (children[path] is JsonObject leaf)
            {
                return (path, leaf);
            }

            for (var dot = path.IndexOf('.'); dot > 0; dot = path.IndexOf('.', dot + 1))
            {
                if (children[path[..dot]] is JsonObject inner && Find(inner, path[(dot + 1)..]) is { Json.Count: > 0 } found)
                {
                    return found;
                }
            }
        }

        return (path, []);
    }

    private static void AddDefaults(JsonObject json, FieldMapping field)
    {
        foreach (var (name, value) in FieldParameters.DefaultsOf(field.TypeName))
        {
            json[name] ??= value;
        }

        if (field.TypeName == "text")
        {
            json["analyzer"] ??= "default";
        }

        if (field.Kind.IsDate())
        {
            json["format"] ??= field.DateFormat.Text;
        }
    }
}
