using System.Text.Json;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary>The values of fields with <c>store: true</c>. They aren't stored a second time: they are read from the document.</summary>
internal static class StoredFields
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Writes <c>fields</c>, where the document has any of those that are asked for.</summary>
    public static void Write(Utf8JsonWriter writer, IndexMapping mapping, IReadOnlyList<string> names, ReadOnlyMemory<byte> source)
    {
        var stored = mapping.Fields.Values.Where(field => field.IsStored && names.Any(name => Glob.Matches(name, field.Path))).ToArray();
        if (stored.Length == 0)
        {
            return;
        }

        using var document = JsonDocument.Parse(source, Options);
        var found = stored.Select(field => (Field: field, Values: ValuesOf(document.RootElement, SourcePath(mapping, field.Path)).ToArray())).Where(pair => pair.Values.Length > 0).ToArray();
        if (found.Length == 0)
        {
            return;
        }

        writer.WriteStartObject("fields");
        foreach (var (field, values) in found)
        {
            writer.WriteStartArray(field.Path);
            foreach (var value in values)
            {
                WriteValue(writer, field, value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>A sub-field's values are its field's.</summary>
    private static string SourcePath(IndexMapping mapping, string path)
    {
        var dot = path.LastIndexOf('.');
        return dot > 0 && mapping.Fields.TryGetValue(path[..dot], out var parent) ? parent.Path : path;
    }

    /// <summary>The values at a dotted path: objects in objects, names with dots, and lists of either.</summary>
    private static IEnumerable<JsonElement> ValuesOf(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => ValuesOf(item, path)),
        JsonValueKind.Object when path.Length > 0 => element.EnumerateObject().SelectMany(property => ValuesOf(property, path)),
        JsonValueKind.Null or JsonValueKind.Object => [],
        _ => path.Length == 0 ? [element] : [],
    };

    private static IEnumerable<JsonElement> ValuesOf(JsonProperty property, string path)
    {
        if (property.Name == path)
        {
            return ValuesOf(property.Value, "");
        }

        return path.StartsWith(property.Name, StringComparison.Ordinal) && path[property.Name.Length] == '.'
            ? ValuesOf(property.Value, path[(property.Name.Length + 1)..])
            : [];
    }

    private static void WriteValue(Utf8JsonWriter writer, FieldMapping field, JsonElement value)
    {
        if (field.Kind.IsNumeric() && value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            writer.WriteRawValue(value.GetString()!);
        }
        else if (field.Kind.HasStrings() && value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
        {
            writer.WriteStringValue(value.Text());
        }
        else
        {
            value.WriteTo(writer);
        }
    }
}
