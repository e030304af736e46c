using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DistLog.SearchNode.Http;

/// <summary>Shows JSON as YAML (<c>format=yaml</c>), in the block style that Elasticsearch uses.</summary>
internal static class YamlText
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonElement root)
    {
        var text = new StringBuilder("---");
        Write(text, root, indent: 0, afterDash: false);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonElement element, int indent, bool afterDash)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.EnumerateObject().Any():
                WriteObject(text, element, indent, afterDash);
                break;
            case JsonValueKind.Array when element.GetArrayLength() > 0:
                WriteArray(text, element, indent, afterDash);
                break;
            default:
                text.Append(' ').Append(Scalar(element)).Append('\n');
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement element, int indent, bool afterDash)
    {
        var isFirst = true;
        text.Append(afterDash ? "" : "\n");
        foreach (var property in element.EnumerateObject())
        {
            text.Append(isFirst && afterDash ? " " : new string(' ', indent)).Append(Key(property.Name)).Append(':');
            isFirst = false;
            Write(text, property.Value, property.Value.ValueKind == JsonValueKind.Array ? indent : indent + 2, afterDash: false);
        }
    }

    private static void WriteArray(StringBuilder text, JsonElement element, int indent, bool afterDash)
    {
        text.Append(afterDash ? "" : "\n");
        var isFirst = true;
        foreach (var item in element.EnumerateArray())
        {
            text.Append(isFirst && afterDash ? " " : new string(' ', indent)).Append('-');
            isFirst = false;
            Write(text, item, indent + 2, afterDash: true);
        }
    }

    /// <summary>A name that could be taken for something else is quoted.</summary>
    private static string Key(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) | name[0] == '_' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? name : JsonSerializer.Serialize(name, Relaxed);

    private static string Scalar(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{}",
        JsonValueKind.Array => "[]",
        JsonValueKind.String => JsonSerializer.Serialize(element.GetString(), Relaxed),
        _ => element.GetRawText(),
    };
}
