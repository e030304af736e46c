using System.Text.Json;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Searching;

/// <summary>Finds a field's values in a document: at its path, through objects, lists and names with dots.</summary>
internal static class SourceValues
{
    /// <summary>The values as text; a field gets those that other fields copy to it too, a sub-field those of its parent.</summary>
    public static IEnumerable<string> Strings(JsonElement root, FieldRef field, IndexMapping mapping) =>
        PathsOf(field, mapping).SelectMany(path => At(root, path)).Where(value => value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null)).Select(value => value.Text()!);

    /// <summary>The places in a document that a field's values come from.</summary>
    public static IEnumerable<string> PathsOf(FieldRef field, IndexMapping mapping)
    {
        var own = ParentOf(field, mapping);
        yield return own;
        foreach (var other in mapping.Fields.Values.Where(other => other.CopyTo.Contains(field.Path)))
        {
            yield return other.Path;
        }
    }

    /// <summary>The values at a path; lists are gone through, also lists of lists.</summary>
    public static IEnumerable<JsonElement> At(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return element.EnumerateArray().SelectMany(item => At(item, path));
        }

        if (path.Length == 0)
        {
            return [element];
        }

        return element.ValueKind == JsonValueKind.Object
            ? element.EnumerateObject().SelectMany(property => Below(property, path))
            : [];
    }

    private static IEnumerable<JsonElement> Below(JsonProperty property, string path)
    {
        if (!path.StartsWith(property.Name, StringComparison.Ordinal))
        {
            return [];
        }

        return path.Length == property.Name.Length ? At(property.Value, "") : path[property.Name.Length] == '.' ? At(property.Value, path[(property.Name.Length + 1)..]) : [];
    }

    private static string ParentOf(FieldRef field, IndexMapping mapping)
    {
        var dot = field.Field.Path.LastIndexOf('.');
        var isSub = dot > 0 && mapping.Fields.TryGetValue(field.Field.Path[..dot], out var parent) && parent.SubFields.Contains(field.Field);
        return isSub ? field.Field.Path[..dot] : field.Path;
    }
}
