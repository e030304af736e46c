using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Searching;

/// <summary>Which part of a document is given back.</summary>
internal sealed class SourceFilter
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public static SourceFilter Everything { get; } = new(true, [], []);

    public static SourceFilter Nothing { get; } = new(false, [], []);

    private readonly IReadOnlyList<string> _includes;
    private readonly IReadOnlyList<string> _excludes;

    public SourceFilter(bool isEnabled, IReadOnlyList<string> includes, IReadOnlyList<string> excludes) =>
        (IsEnabled, _includes, _excludes) = (isEnabled, includes, excludes);

    public bool IsEnabled { get; }

    private bool IsWhole => _includes.Count == 0 && _excludes.Count == 0;

    public static SourceFilter Parse(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.True => Everything,
        JsonValueKind.False => Nothing,
        JsonValueKind.String when body.GetString() is "true" or "false" => body.GetString() == "true" ? Everything : Nothing,
        JsonValueKind.String or JsonValueKind.Array => new SourceFilter(true, body.Strings(), []),
        JsonValueKind.Object => ParseObject(body),
        _ => throw Refuse.Parsing("Expected one of [VALUE_BOOLEAN, VALUE_STRING, START_ARRAY, START_OBJECT] but found [" + body.ValueKind + "]"),
    };

    private static SourceFilter ParseObject(JsonElement body)
    {
        IReadOnlyList<string> includes = [], excludes = [];
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "includes" or "include":
                    includes = property.Value.Strings();
                    break;
                case "excludes" or "exclude":
                    excludes = property.Value.Strings();
                    break;
                default:
                    throw Refuse.Parsing($"Unknown key for a {property.Value.ValueKind} in [{property.Name}].");
            }
        }

        return new SourceFilter(true, includes, excludes);
    }

    /// <summary>Writes the document, or what is wanted of it.</summary>
    public void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> source)
    {
        if (IsWhole)
        {
            // It was checked when it came in.
            writer.WriteRawValue(source.Span, skipInputValidation: true);
            return;
        }

        using var document = JsonDocument.Parse(source, Options);
        WriteObject(writer, document.RootElement, "");
    }

    private void WriteObject(Utf8JsonWriter writer, JsonElement element, string prefix)
    {
        writer.WriteStartObject();
        foreach (var property in element.EnumerateObject())
        {
            var path = prefix + property.Name;
            if (!IsWanted(path, property.Value))
            {
                continue;
            }

            writer.WritePropertyName(property.Name);
            WriteValue(writer, property.Value, path);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(Utf8JsonWriter writer, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(writer, value, path + ".");
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray().Where(item => item.ValueKind != JsonValueKind.Object || HasWanted(item, path + ".")))
                {
                    WriteValue(writer, item, path);
                }

                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private bool IsWanted(string path, JsonElement value)
    {
        if (_excludes.Any(pattern => Covers(pattern, path)))
        {
            return false;
        }

        return _includes.Count == 0 || _includes.Any(pattern => Covers(pattern, path)) || (CanHold(value) && HasWanted(value, path + "."));
    }

    private static bool CanHold(JsonElement value) => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    private bool HasWanted(JsonElement value, string prefix) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Any(property => IsWanted(prefix + property.Name, property.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(item => HasWanted(item, prefix)),
        _ => _includes.Any(pattern => Covers(pattern, prefix[..^1])),
    };

    /// <summary>A pattern covers what it matches and everything below.</summary>
    private static bool Covers(string pattern, string path)
    {
        if (Glob.Matches(pattern, path))
        {
            return true;
        }

        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            if (Glob.Matches(pattern, path.AsSpan(0, dot)))
            {
                return true;
            }
        }

        return false;
    }
}
