using System.Text.Json;
using DistLog.Console.Text;
using DistLog.Contracts;

namespace DistLog.Console.Logs;

/// <summary>One field of an event: the path to it, and its value as text.</summary>
public sealed record LogField(string Path, string Value);

/// <summary>An event with all its fields, for the page that shows it whole.</summary>
public sealed record LogDetails(LogView Log, string Message, string? Stack, IReadOnlyList<LogField> FieldList, string Json)
{
    // An event has tens of fields; a hostile one may have many thousands.
    private const int MaxFields = 500;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        // The text goes through the renderer's escaping; readable letters are wanted here.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static LogDetails Read(string id, JsonElement source)
    {
        var fields = new List<LogField>();
        Flatten("", source, fields);
        var message = source.TryGetProperty(Fields.Message, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : "";
        return new LogDetails(
            LogViewReader.Read(id, source, default),
            VisibleText.Of(message),
            ReadStack(source),
            fields,
            VisibleText.Of(JsonSerializer.Serialize(source, Indented)));
    }

    private static string? ReadStack(JsonElement source) =>
        source.TryGetProperty(Fields.Exception, out var exception)
        && exception.ValueKind == JsonValueKind.Object
        && exception.TryGetProperty("stack", out var stack)
        && stack.ValueKind == JsonValueKind.String
            ? VisibleText.Of(stack.GetString())
            : null;

    private static void Flatten(string path, JsonElement value, List<LogField> fields)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in value.EnumerateObject())
            {
                Flatten(path.Length == 0 ? property.Name : $"{path}.{property.Name}", property.Value, fields);
            }
        }
        else if (fields.Count < MaxFields && path is not Fields.Message and not "exception.stack")
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
            fields.Add(new LogField(VisibleText.Of(path, 300), VisibleText.Of(text, 20_000)));
        }
    }
}
