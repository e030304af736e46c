using System.Text.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>filter_path</c>: the parts of an answer that are wanted (<c>hits.hits._id,took</c>) or not (<c>-_shards</c>); <c>**</c> is any depth.</summary>
internal sealed class ResponseFilter
{
    private readonly List<string[]> _includes = [];
    private readonly List<string[]> _excludes = [];

    public static ResponseFilter Parse(string text)
    {
        var filter = new ResponseFilter();
        foreach (var path in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            (path[0] == '-' ? filter._excludes : filter._includes).Add(path.TrimStart('-').Split('.'));
        }

        return filter;
    }

    public void Write(Utf8JsonWriter writer, JsonElement root)
    {
        if (!TryWrite(writer, root, _includes.Count == 0 ? null : [.. _includes], [.. _excludes], null))
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes what passes; false, and nothing written, where nothing does. Null includes mean all below is wanted.</summary>
    private static bool TryWrite(Utf8JsonWriter writer, JsonElement element, List<string[]>? includes, List<string[]> excludes, string? name)
    {
        if (includes is null && excludes.Count == 0)
        {
            Name(writer, name);
            element.WriteTo(writer);
            return true;
        }

        return element.ValueKind switch
        {
            JsonValueKind.Object => TryWriteObject(writer, element, includes, excludes, name),
            JsonValueKind.Array => TryWriteArray(writer, element, includes, excludes, name),
            _ => includes is null && TryWrite(writer, element, null, [], name),
        };
    }

    private static bool TryWriteObject(Utf8JsonWriter writer, JsonElement element, List<string[]>? includes, List<string[]> excludes, string? name)
    {
        var any = false;
        foreach (var property in element.EnumerateObject())
        {
            var without = Step(excludes, property.Name);
            var with = includes is null ? null : Step(includes, property.Name);
            if (without.Exists(rest => rest.Length == 0) || with is { Count: 0 })
            {
                continue;
            }

            var below = with is null || with.Exists(rest => rest.Length == 0) ? null : with;
            if (!any && !HasAny(property.Value, below, without))
            {
                continue;
            }

            if (!any)
            {
                Name(writer, name);
                writer.WriteStartObject();
                any = true;
            }

            TryWrite(writer, property.Value, below, without, property.Name);
        }

        if (any)
        {
            writer.WriteEndObject();
        }

        return any;
    }

    private static bool TryWriteArray(Utf8JsonWriter writer, JsonElement element, List<string[]>? includes, List<string[]> excludes, string? name)
    {
        if (!HasAny(element, includes, excludes))
        {
            return false;
        }

        Name(writer, name);
        writer.WriteStartArray();
        foreach (var item in element.EnumerateArray())
        {
            TryWrite(writer, item, includes, excludes, null);
        }

        writer.WriteEndArray();
        return true;
    }

    private static bool HasAny(JsonElement element, List<string[]>? includes, List<string[]> excludes)
    {
        using var nowhere = new Utf8JsonWriter(Stream.Null);
        return element.ValueKind switch
        {
            JsonValueKind.Object when includes is not null => TryWriteObject(nowhere, element, includes, excludes, null),
            JsonValueKind.Array when includes is not null => element.EnumerateArray().Any(item => HasAny(item, includes, excludes)),
            _ => includes is null,
        };
    }

    /// <summary>What is left of the paths after going down by one name.</summary>
    private static List<string[]> Step(List<string[]> paths, string name)
    {
        var rest = new List<string[]>();
        foreach (var path in paths)
        {
            if (path.Length > 0 && path[0] == "**")
            {
                rest.Add(path);
                rest.AddRange(Step([path[1..]], name));
            }
            else if (path.Length > 0 && Glob.Matches(path[0], name))
            {
                rest.Add(path[1..]);
            }
        }

        return rest;
    }

    private static void Name(Utf8JsonWriter writer, string? name)
    {
        if (name is not null)
        {
            writer.WritePropertyName(name);
        }
    }
}
