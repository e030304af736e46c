using System.Text.Json;

namespace DistLog.Storage.Bulk;

/// <summary>Reads the answer to a <c>_bulk</c> request.</summary>
internal static class BulkResponseReader
{
    /// <summary>Reads the items' outcomes in the request's order; an empty list says that all of them were taken.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="expected">How many items were sent.</param>
    /// <exception cref="JsonException">The answer is cut, is none to a bulk request, or has another number of items.</exception>
    public static IReadOnlyList<ItemOutcome> Read(ReadOnlySpan<byte> body, int expected)
    {
        var reader = new Utf8JsonReader(body);
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("errors"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.False && IsWhole(body))
                {
                    // The usual case: nothing of the items, which are most of the answer, is looked at.
                    return [];
                }
            }
            else if (reader.ValueTextEquals("items"u8))
            {
                return ReadItems(ref reader, expected);
            }
            else
            {
                reader.Skip();
            }
        }

        throw new JsonException("The answer has no items.");
    }

    private static bool IsWhole(ReadOnlySpan<byte> body) => body.TrimEnd(" \r\n"u8).EndsWith("}"u8);

    private static List<ItemOutcome> ReadItems(ref Utf8JsonReader reader, int expected)
    {
        var outcomes = new List<ItemOutcome>(expected);
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            // {"create":{…}}
            Expect(ref reader, JsonTokenType.PropertyName);
            outcomes.Add(ReadItem(ref reader));
            Expect(ref reader, JsonTokenType.EndObject);
        }

        return outcomes.Count == expected
            ? outcomes
            : throw new JsonException($"The answer has {outcomes.Count} items; {expected} were sent.");
    }

    private static ItemOutcome ReadItem(ref Utf8JsonReader reader)
    {
        var status = 0;
        var reason = "";
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("status"u8))
            {
                Expect(ref reader, JsonTokenType.Number);
                status = reader.GetInt32();
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                reason = ReadError(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new(status, reason);
    }

    private static string ReadError(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString()!;
        }

        using var error = JsonDocument.ParseValue(ref reader);
        return error.RootElement.ValueKind == JsonValueKind.Object
            ? $"{Text(error.RootElement, "type")}: {Text(error.RootElement, "reason")}{Cause(error.RootElement)}"
            : "no reason is given";
    }

    private static string Cause(JsonElement error) =>
        error.TryGetProperty("caused_by", out var cause) && cause.ValueKind == JsonValueKind.Object ? $" ({Text(cause, "reason")})" : "";

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "?";

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType kind)
    {
        if (!reader.Read() || reader.TokenType != kind)
        {
            throw new JsonException($"The answer is none to a bulk request: {reader.TokenType} where {kind} was expected.");
        }
    }
}
