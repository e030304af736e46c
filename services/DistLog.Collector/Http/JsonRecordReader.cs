using System.Text.Json;
using DistLog.Collector.MsgPack;
using DistLog.Collector.Records;

namespace DistLog.Collector.Http;

/// <summary>Checks the JSON value at the start of the input and finds what names its node, without building anything of it.</summary>
internal ref struct JsonRecordReader(ReadOnlySpan<byte> input)
{
    private static readonly JsonReaderOptions Options = new()
    {
        AllowMultipleValues = true,
        // Beyond what a record may have, so that a record that is too deep can still be stepped over; yet bounded.
        MaxDepth = 1024,
    };

    private readonly ReadOnlySpan<byte> _input = input;
    private int _keyRank = NodeKeyFields.None;

    /// <summary>Bytes of the value; where it is broken, those before the fault.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the value could be read, so that the next one begins at <see cref="Length"/>.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What names the node; empty where nothing does.</summary>
    public ReadOnlySpan<byte> Key { get; private set; }

    /// <summary>Reads the value.</summary>
    /// <returns>Why it is no record, or null.</returns>
    public string? Read()
    {
        var reader = new Utf8JsonReader(_input, Options);
        try
        {
            reader.Read();
            var kind = reader.TokenType;
            var depth = kind == JsonTokenType.StartObject ? ReadObject(ref reader) : SkipOther(ref reader);
            IsWhole = true;
            return kind != JsonTokenType.StartObject ? $"the record is {Name(kind)}, not an object"
                : depth > MsgPackTranscoder.MaxDepth ? $"more than {MsgPackTranscoder.MaxDepth} containers within each other"
                : null;
        }
        catch (JsonException e)
        {
            return Describe(e);
        }
        finally
        {
            Length = (int)reader.BytesConsumed;
        }
    }

    // Returns the deepest nesting.
    private int ReadObject(ref Utf8JsonReader reader)
    {
        var deepest = 1;
        while (reader.Read() && reader.CurrentDepth > 0)
        {
            deepest = Math.Max(deepest, reader.CurrentDepth + (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0));
            if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName)
            {
                ReadProperty(ref reader, ref deepest);
            }
        }
        return deepest;
    }

    private void ReadProperty(ref Utf8JsonReader reader, ref int deepest)
    {
        var rank = reader.ValueIsEscaped ? NodeKeyFields.None : NodeKeyFields.Rank(reader.ValueSpan);
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            deepest = Math.Max(deepest, 2);
        }
        if (rank > _keyRank || rank == NodeKeyFields.None || reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return;
        }
        var quote = reader.TokenType == JsonTokenType.String ? 1 : 0;
        var key = reader.ValueIsEscaped ? Unescape(ref reader) : _input.Slice((int)reader.TokenStartIndex + quote, reader.ValueSpan.Length);
        if (!key.IsEmpty)
        {
            _keyRank = rank;
            Key = key;
        }
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan.ToArray();
        try
        {
            return text[..reader.CopyString(text)];
        }
        catch (InvalidOperationException)
        {
            return text; // half of a surrogate pair, which is no text: its escapes still tell nodes apart
        }
    }

    private static int SkipOther(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Skip();
        }
        return 0;
    }

    // The exception counts lines from where we began, which tells the sender nothing: the position is told apart.
    private static string Describe(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? e.Message : e.Message[..end];
    }

    private static string Name(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
