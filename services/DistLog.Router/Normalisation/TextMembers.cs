using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>
/// Writes an object of which some members must be strings: numbers and booleans there are put in quotes, so that the
/// mapping of an index never meets two types. Other members pass as they are.
/// </summary>
internal sealed class TextMembers(params byte[][] names)
{
    public static TextMembers ErrorDetails { get; } = new("error_code"u8.ToArray(), "error_message"u8.ToArray());

    public static TextMembers Exception { get; } = new("type"u8.ToArray(), "message"u8.ToArray(), "stack"u8.ToArray());

    /// <summary>Writes the object, or nothing where one of the members is an object or an array, or stands there twice.</summary>
    /// <returns>Whether it is written.</returns>
    public bool TryWrite(ReadOnlySpan<byte> json, JsonOutput output)
    {
        var start = output.Length;
        if (TryWriteMembers(json, output))
        {
            return true;
        }

        output.Truncate(start);
        return false;
    }

    private bool TryWriteMembers(ReadOnlySpan<byte> json, JsonOutput output)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        var seen = 0;
        var separator = (byte)'{';
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            output.Raw(separator);
            separator = (byte)',';
            output.Quoted(reader.ValueSpan);
            output.Raw((byte)':');
            var member = Index(ref reader);
            reader.Read();
            if (member >= 0 && ((seen & (1 << member)) != 0 || !IsText(reader.TokenType)))
            {
                return false;
            }

            seen |= member >= 0 ? 1 << member : 0;
            WriteValue(json, ref reader, output, member >= 0);
        }

        output.Raw(separator == '{' ? "{}"u8 : "}"u8);
        return true;
    }

    private int Index(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (reader.ValueTextEquals(names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsText(JsonTokenType kind) => kind == JsonTokenType.Null || Aliases.IsScalar(kind);

    private static void WriteValue(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, JsonOutput output, bool asText)
    {
        var start = (int)reader.TokenStartIndex;
        var quote = asText && reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null);
        reader.Skip();
        var value = json[start..(int)reader.BytesConsumed];
        if (quote)
        {
            output.Quoted(value);
        }
        else
        {
            output.Raw(value);
        }
    }
}
