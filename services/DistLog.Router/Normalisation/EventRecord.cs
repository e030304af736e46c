using System.Text.Json;
using System.Text.Unicode;

namespace DistLog.Router.Normalisation;

/// <summary>
/// One record as a table of its top-level properties, read in one pass; values stay where they are in the
/// record's bytes. An instance is used again for record after record, on one thread.
/// </summary>
/// <remarks>
/// What a writer uses of the record it takes (<see cref="Take(int)"/>); what nobody took is what goes into the attributes,
/// so that nothing is lost.
/// </remarks>
internal sealed class EventRecord
{
    // Nesting beyond this is an attack or a mistake: Elasticsearch's own limit for objects is 20.
    private const int MaxDepth = 64;

    // A table grown by a record of very many fields is given back beyond this size.
    private const int KeptCapacity = 4096;

    private readonly int[] _indexByField = new int[FieldNames.Count];
    private readonly Scratch _scratch = new();
    private Property[] _properties = new Property[64];
    private bool[] _taken = new bool[64];
    private byte[] _json = [];

    /// <summary>How many top-level properties there are.</summary>
    public int Count { get; private set; }

    /// <summary>The record's bytes, as they are read: without a byte order mark, lone surrogates replaced.</summary>
    public ReadOnlySpan<byte> Json => _json;

    /// <summary>Reads a record.</summary>
    /// <returns>Null, or the reason why it can't be understood.</returns>
    public string? Load(byte[] json)
    {
        Reset();
        if (!Utf8.IsValid(json))
        {
            return "The record is not valid UTF-8.";
        }

        _json = Surrogates.Repaired(WithoutMark(json));
        try
        {
            return ReadProperties();
        }
        catch (JsonException e)
        {
            return $"The record is not valid JSON: {e.Message}";
        }
    }

    /// <summary>The index of a known field that has a value and is not taken yet; -1: none.</summary>
    public int Find(Field field)
    {
        var index = _indexByField[(int)field] - 1;
        return index >= 0 && !_taken[index] && _properties[index].Kind != JsonTokenType.Null ? index : -1;
    }

    public JsonTokenType Kind(int index) => _properties[index].Kind;

    public Property Property(int index) => _properties[index];

    /// <summary>The value's bytes, with quotes and escapes.</summary>
    public ReadOnlySpan<byte> Raw(int index) => _json.AsSpan(_properties[index].ValueStart, _properties[index].ValueLength);

    /// <summary>The name's bytes, without quotes, with escapes.</summary>
    public ReadOnlySpan<byte> RawName(int index) => _json.AsSpan(_properties[index].NameStart, _properties[index].NameLength);

    /// <summary>A scalar's text: a string without quotes and escapes, a number or boolean as it is written. Valid until the next <see cref="Load"/>.</summary>
    public ReadOnlySpan<byte> Text(int index)
    {
        var raw = Raw(index);
        if (Kind(index) != JsonTokenType.String)
        {
            return raw;
        }

        return raw.Contains((byte)'\\') ? _scratch.Unescape(raw) : raw[1..^1];
    }

    /// <summary>Marks a property as used.</summary>
    public void Take(int index) => _taken[index] = true;

    /// <summary>Marks a known field as used, where the record has it.</summary>
    public void Take(Field field)
    {
        if (_indexByField[(int)field] is > 0 and var position)
        {
            _taken[position - 1] = true;
        }
    }

    public bool IsTaken(int index) => _taken[index];

    private void Reset()
    {
        if (_properties.Length > KeptCapacity)
        {
            _properties = new Property[64];
            _taken = new bool[64];
        }

        _taken.AsSpan(0, Count).Clear();
        Count = 0;
        _json = [];
        _indexByField.AsSpan().Clear();
        _scratch.Reset();
    }

    private string? ReadProperties()
    {
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return $"The record is a JSON {Describe(reader.TokenType)}; an event is a JSON object.";
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            Add(ref reader);
        }

        // Throws where anything follows the object.
        reader.Read();
        return null;
    }

    private void Add(ref Utf8JsonReader reader)
    {
        var nameStart = (int)reader.TokenStartIndex + 1;
        var nameLength = reader.ValueSpan.Length;
        var field = reader.ValueIsEscaped ? Field.Unknown : FieldNames.Find(reader.ValueSpan);
        reader.Read();
        var valueStart = (int)reader.TokenStartIndex;
        var kind = reader.TokenType;
        reader.Skip();
        Add(field, new(nameStart, nameLength, valueStart, (int)reader.BytesConsumed - valueStart, kind));
    }

    private void Add(Field field, Property property)
    {
        if (Count == _properties.Length)
        {
            Array.Resize(ref _properties, Count * 2);
            Array.Resize(ref _taken, Count * 2);
        }

        _properties[Count++] = property;
        if (field != Field.Unknown)
        {
            // The last of a name wins, as in most readers, and as the injected fields at the end need it.
            _indexByField[(int)field] = Count;
        }

        // A known field without a value says nothing.
        _taken[Count - 1] = field != Field.Unknown && property.Kind == JsonTokenType.Null;
    }

    private static byte[] WithoutMark(byte[] json) =>
        json.AsSpan().StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static string Describe(JsonTokenType kind) => kind switch
    {
        JsonTokenType.StartArray => "array",
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "boolean",
    };
}
