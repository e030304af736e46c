using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>
/// Reads a document once, from its bytes to the values of its fields. It keeps its buffers, so one instance serves many documents,
/// one at a time. Fields unknown to the mapping are collected; the caller extends the mapping and parses again.
/// </summary>
internal sealed partial class DocumentParser
{
    /// <summary>How deep a document may nest; deeper ones are refused before they cost stack.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Bytes that a parser may keep for the next documents; some hundred of usual ones.</summary>
    public const int KeptBytes = 64 * 1024;

    private FieldValue[] _values = new FieldValue[32];
    private byte[] _scratch = new byte[1024];
    private int _scratchUsed;
    private long[] _seenIn = [];
    private long _objects;
    private IndexMapping _mapping = null!;
    private readonly List<NewField> _newFields = [];

    /// <summary>How many nested fields the reader is in: their values are not the document's own.</summary>
    private int _hidden;

    private int _nestedObjects;

    public int Count { get; private set; }

    /// <summary>The document's values, in the document's order; they live until the next parse.</summary>
    public ReadOnlySpan<FieldValue> Values => _values.AsSpan(0, Count);

    /// <summary>Bytes of its buffers.</summary>
    public int Size => (_values.Length * Unsafe.SizeOf<FieldValue>()) + _scratch.Length + (_seenIn.Length * sizeof(long)) + _order.Size;

    public IReadOnlyList<NewField> NewFields => _newFields;

    /// <summary>The bytes of a string value.</summary>
    public ReadOnlySpan<byte> Text(in FieldValue value, ReadOnlySpan<byte> document) =>
        (value.InScratch ? _scratch : document).Slice(value.Start, value.Length);

    /// <summary>Parses a document, whose bytes must be valid UTF-8.</summary>
    /// <exception cref="ElasticsearchException">It isn't an object, or a value doesn't fit its field.</exception>
    public void Parse(ReadOnlySpan<byte> document, IndexMapping mapping)
    {
        Reset(mapping);
        if (TryParseFast(document, mapping))
        {
            AddSystemValues();
        }
        else
        {
            ParseByReader(document, mapping);
        }
    }

    /// <summary>Parses a document with the JSON reader, whatever it looks like. Only tests have a reason to ask for that.</summary>
    public void ParseByReader(ReadOnlySpan<byte> document, IndexMapping mapping)
    {
        Reset(mapping);
        var reader = new Utf8JsonReader(document, Options);
        try
        {
            ReadRoot(ref reader, mapping);
            AddSystemValues();
        }
        catch (JsonException wrong)
        {
            throw Broken(wrong, document);
        }
    }

    private void Reset(IndexMapping mapping)
    {
        (Count, _scratchUsed, _unheldCount, _placeStart, _hidden, _nestedObjects) = (0, 0, 0, -1, 0, 0);
        _newFields.Clear();
        _newPaths.Clear();
        _ignored.Clear();
        _room = mapping.Settings.TotalFields - mapping.FieldCount;
        if (mapping != _mapping)
        {
            _order.Reset();
            _mapping = mapping;
        }
    }

    private void ReadRoot(ref Utf8JsonReader reader, IndexMapping mapping)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Refuse.DocumentParsing("[1:1] failed to parse, document is empty or not an object", Refuse.ContentParse("a document must be a JSON object"));
        }

        ReadObject(ref reader, mapping.Root);
        if (reader.Read())
        {
            throw Refuse.DocumentParsing("[1:1] Malformed content, found extra data after parsing: " + reader.TokenType);
        }
    }

    private static ElasticsearchException Broken(JsonException wrong, ReadOnlySpan<byte> document)
    {
        var at = $"[{wrong.LineNumber + 1}:{wrong.BytePositionInLine + 1}]";
        return document.IsEmpty
            ? Refuse.DocumentParsing("[1:1] failed to parse, document is empty")
            : Refuse.DocumentParsing($"{at} failed to parse", new ElasticsearchException(400, "json_parse_exception", wrong.Message));
    }

    private void ReadObject(ref Utf8JsonReader reader, ObjectMapping mapping)
    {
        var instance = ++_objects;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var node = FindChild(ref reader, mapping, out var unknown);
            if (node is null)
            {
                ReadUnknown(ref reader, mapping, unknown!);
                continue;
            }

            RefuseRepeated(node, instance, ref reader);
            reader.Read();
            ReadValue(ref reader, node);
        }
    }

    /// <summary>An object inside one that has no sub-objects: its fields are its parent's, with dots in their names.</summary>
    private void ReadFlat(ref Utf8JsonReader reader, ObjectMapping mapping, string prefix)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = prefix + TextOf(ref reader);
            if (mapping.Children.TryGet(name, out var node))
            {
                reader.Read();
                ReadValue(ref reader, node);
            }
            else
            {
                ReadUnknown(ref reader, mapping, name);
            }
        }
    }

    private static MappingNode? FindChild(ref Utf8JsonReader reader, ObjectMapping mapping, out string? unknown)
    {
        unknown = null;
        if (!reader.ValueIsEscaped && mapping.Children.TryGet(reader.ValueSpan, out var node))
        {
            return node;
        }

        var name = TextOf(ref reader);
        if (mapping.Children.TryGet(name, out node))
        {
            return node;
        }

        unknown = name;
        return name.Contains('.') ? FindDotted(mapping, name) : null;
    }

    /// <summary>A name with dots stands for objects in objects.</summary>
    private static MappingNode? FindDotted(ObjectMapping mapping, string name)
    {
        MappingNode? node = mapping;
        foreach (var part in name.Split('.'))
        {
            if (node is not ObjectMapping parent || !parent.Children.TryGet(part, out node))
            {
                return null;
            }
        }

        return node;
    }

    private void RefuseRepeated(MappingNode node, long instance, ref Utf8JsonReader reader)
    {
        if (node.Number >= _seenIn.Length)
        {
            Array.Resize(ref _seenIn, Math.Max(64, (node.Number + 1) * 2));
        }

        if (_seenIn[node.Number] == instance)
        {
            throw Refuse.DocumentParsing(
                $"[1:{reader.TokenStartIndex + 1}] failed to parse",
                new ElasticsearchException(400, "json_parse_exception", $"Duplicate field '{node.Path[(node.Path.LastIndexOf('.') + 1)..]}'"));
        }

        _seenIn[node.Number] = instance;
    }

    private void ReadValue(ref Utf8JsonReader reader, MappingNode node)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    ReadValue(ref reader, node);
                }

                break;
            case JsonTokenType.StartObject:
                ReadNested(ref reader, node);
                break;
            case JsonTokenType.Null:
                AddNull(node);
                break;
            default:
                ReadScalar(ref reader, node);
                break;
        }
    }

    private void ReadScalar(ref Utf8JsonReader reader, MappingNode node)
    {
        switch (node)
        {
            case FieldMapping field:
                BeginPlace(ref reader);
                AddScalar(ref reader, field);
                EndPlace();
                break;
            case ObjectMapping { Enabled: false }:
                SkipUnheld(ref reader);
                break;
            default:
                Mismatch(ref reader, node.Path, NotAnObject(node, ref reader));
                break;
        }
    }

    private void ReadNested(ref Utf8JsonReader reader, MappingNode node)
    {
        switch (node)
        {
            case ObjectMapping { Enabled: true, IsNested: true } inner:
                ReadNestedObject(ref reader, inner);
                break;
            case ObjectMapping { Enabled: true } inner:
                ReadObject(ref reader, inner);
                break;
            case ObjectMapping:
                SkipUnheld(ref reader);
                break;
            case FieldMapping { Kind: FieldKind.Flattened } flattened:
                ReadFlattened(ref reader, flattened, "");
                break;
            case FieldMapping { Kind: FieldKind.Unindexed }:
                SkipUnheld(ref reader);
                break;
            default:
                Mismatch(ref reader, node.Path, Unfit((FieldMapping)node, "{...}", $"Can't get text on a START_OBJECT at 1:{reader.TokenStartIndex + 1}", ref reader));
                break;
        }
    }

    /// <summary>Its fields get their mapping; its values are seen by nested queries only, which this node doesn't have.</summary>
    private void ReadNestedObject(ref Utf8JsonReader reader, ObjectMapping mapping)
    {
        if (++_nestedObjects > _mapping.Settings.NestedObjects)
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] The number of nested documents has exceeded the allowed limit of [{_mapping.Settings.NestedObjects}]. This limit can be set by changing the [index.mapping.nested_objects.limit] index level setting.");
        }

        _hidden += mapping.IncludedAbove ? 0 : 1;
        ReadObject(ref reader, mapping);
        _hidden -= mapping.IncludedAbove ? 0 : 1;
    }

    /// <summary>Adds what stands in for null; always true.</summary>
    private bool AddNull(MappingNode node)
    {
        if (node is FieldMapping field && (field.NullValue is not null || field.SubFields.Count > 0))
        {
            AddNullOf(field);
        }

        return true;
    }

    private void AddNullOf(FieldMapping field)
    {
        if (field.NullValue is { } stand)
        {
            AddText(field, Encoding.UTF8.GetBytes(stand), isNumber: false, -1);
        }

        foreach (var sub in field.SubFields)
        {
            AddNullOf(sub);
        }
    }

    private void ReadFlattened(ref Utf8JsonReader reader, FieldMapping field, string prefix)
    {
        if (prefix.AsSpan().Count('.') >= field.DepthLimit)
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] The provided [flattened] field [{field.Path}] exceeds the maximum depth limit of [{field.DepthLimit}].");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = prefix + TextOf(ref reader);
            reader.Read();
            ReadFlattenedValue(ref reader, field, key);
        }
    }

    private void ReadFlattenedValue(ref Utf8JsonReader reader, FieldMapping field, string key)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    ReadFlattenedValue(ref reader, field, key);
                }

                break;
            case JsonTokenType.StartObject:
                ReadFlattened(ref reader, field, key + ".");
                break;
            case JsonTokenType.Null:
                break;
            default:
                BeginPlace(ref reader);
                AddFlattened(field, key, TextOf(ref reader));
                EndPlace();
                break;
        }
    }

    private void AddFlattened(FieldMapping field, string key, string text)
    {
        if (!field.Searchable || text.Length > field.IgnoreAbove || key.Contains('\0'))
        {
            return;
        }

        var start = _scratchUsed;
        var pair = $"{key}\0{text}";
        var room = Scratch(Encoding.UTF8.GetMaxByteCount(pair.Length));
        var length = Encoding.UTF8.GetBytes(pair, room);
        _scratchUsed = start + length;
        Add(new FieldValue { Field = field, Start = start, Length = length, InScratch = true });
    }

    /// <summary>A token as a string: a name or a string unescaped, anything else as written.</summary>
    private static string TextOf(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? Unescaped(ref reader) : Encoding.UTF8.GetString(reader.ValueSpan);

    private static string Unescaped(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] failed to parse", Refuse.ContentParse("the string is not valid Unicode"));
        }
    }

    private Span<byte> Scratch(int length)
    {
        if (_scratchUsed + length > _scratch.Length)
        {
            Array.Resize(ref _scratch, Math.Max(_scratchUsed + length, _scratch.Length * 2));
        }

        return _scratch.AsSpan(_scratchUsed, length);
    }

    private void Add(in FieldValue value)
    {
        if (_hidden > 0)
        {
            return;
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Count * 2);
        }

        ref var added = ref _values[Count++];
        added = value;
        (added.RawStart, added.RawLength, _placeStart) = (_placeStart, _placeLength, -1);
    }

    private static ElasticsearchException NotAnObject(MappingNode node, ref Utf8JsonReader reader) =>
        Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] object mapping for [{node.Path}] tried to parse field [{node.Path[(node.Path.LastIndexOf('.') + 1)..]}] as object, but found a concrete value");

    private ElasticsearchException Unfit(FieldMapping field, string preview, string why, ref Utf8JsonReader reader) =>
        Unfit(field, preview, why, reader.TokenStartIndex);

    private ElasticsearchException Unfit(FieldMapping field, string preview, string why, long at) =>
        Refuse.DocumentParsing(
            $"[1:{at + 1}] failed to parse field [{field.Path}] of type [{field.TypeName}] in document with id '{Encoding.UTF8.GetString(_idBytes.Span)}'. Preview of field's value: '{preview}'",
            Refuse.IllegalArgument(why));
}
