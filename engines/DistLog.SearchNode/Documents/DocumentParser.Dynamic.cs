using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Documents;

/// <summary>Fields that the mapping doesn't know: what mapping they would get.</summary>
internal sealed partial class DocumentParser
{
    private readonly HashSet<string> _newPaths = new(StringComparer.Ordinal);

    /// <summary>What the last string was found to be a date by.</summary>
    private DateFormat? _detectedFormat;

    /// <summary>How many fields the mapping can still take.</summary>
    private int _room;

    private void ReadUnknown(ref Utf8JsonReader reader, ObjectMapping parent, string name)
    {
        var path = parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
        CheckName(ref reader, parent, name);
        reader.Read();
        if (_mapping.Aliases.ContainsKey(path))
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] Cannot write to a field alias [{path}].");
        }

        switch (parent.Dynamic)
        {
            case DynamicMode.Strict when !KeepsAll:
                throw new ElasticsearchException(400, "strict_dynamic_mapping_exception", $"[1:{reader.TokenStartIndex + 1}] mapping set to strict, dynamic introduction of [{name}] within [{(parent.Path.Length == 0 ? "_doc" : parent.Path)}] is not allowed");
            case DynamicMode.True when LeafAbove(parent, path) is { } leaf:
                Mismatch(ref reader, path, Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] Could not dynamically add mapping for field [{name}]. Existing mapping for [{leaf.Path}] must be of type object but found [{leaf.TypeName}]."));
                break;
            case DynamicMode.True:
                Discover(ref reader, parent, path);
                break;
            default:
                SkipUnheld(ref reader);
                break;
        }
    }

    private static void CheckName(ref Utf8JsonReader reader, ObjectMapping parent, string name)
    {
        if (parent.Path.Length == 0 && (name is "_id" or "_index" or "_source" or "_seq_no" or "_version" or "_routing" or "_type" or "_ignored" or "_field_names"))
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] Field [{name}] is a metadata field and cannot be added inside a document. Use the index API request parameters.");
        }

        if (WhyNoName(name) is { } why)
        {
            throw Refuse.DocumentParsing($"[1:{reader.TokenStartIndex + 1}] {why}", Refuse.IllegalArgument(why));
        }
    }

    private static string? WhyNoName(string name)
    {
        if (name.Length == 0)
        {
            return "field name cannot be an empty string";
        }

        if (string.IsNullOrWhiteSpace(name))
        {
            return $"field name cannot contain only whitespace: ['{name}']";
        }

        return name.Contains('.') && name.Split('.').Any(string.IsNullOrWhiteSpace)
            ? $"field name starting or ending with a [.] makes object resolution ambiguous: [{name}]"
            : null;
    }

    /// <summary>A field with dots in its name whose beginning is a field already.</summary>
    private FieldMapping? LeafAbove(ObjectMapping parent, string path)
    {
        if (!parent.HasSubobjects)
        {
            return null;
        }

        for (var dot = path.IndexOf('.', parent.Path.Length + 1); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (_mapping.Fields.TryGetValue(path[..dot], out var leaf))
            {
                return leaf;
            }
        }

        return null;
    }

    private void CopyToUnknown(ref Utf8JsonReader reader, string path)
    {
        if (_mapping.Root.Dynamic == DynamicMode.Strict && !KeepsAll)
        {
            throw new ElasticsearchException(400, "strict_dynamic_mapping_exception", $"[1:{reader.TokenStartIndex + 1}] mapping set to strict, dynamic introduction of [{path}] within [_doc] is not allowed");
        }

        if (_mapping.Root.Dynamic == DynamicMode.True)
        {
            AddNewField(path, DetectType(ref reader));
        }
    }

    private void Discover(ref Utf8JsonReader reader, ObjectMapping parent, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    Discover(ref reader, parent, path);
                }

                break;
            case JsonTokenType.StartObject when !parent.HasSubobjects:
                ReadFlat(ref reader, parent, (parent.Path.Length == 0 ? path : path[(parent.Path.Length + 1)..]) + ".");
                break;
            case JsonTokenType.StartObject:
                DiscoverObject(ref reader, path);
                break;
            case JsonTokenType.Null:
                break;
            default:
                BeginPlace(ref reader);
                AddNewField(path, DetectType(ref reader));
                EndPlace();
                break;
        }
    }

    private void DiscoverObject(ref Utf8JsonReader reader, string path)
    {
        var template = _mapping.DynamicTemplates.FirstOrDefault(rule => rule.Applies(path, "object"));
        var mapping = template?.MappingFor(path, "object") ?? new JsonObject { ["properties"] = new JsonObject() };
        if (!TryAdd(path, mapping))
        {
            SkipUnheld(ref reader);
        }
        else if (template is not null)
        {
            // The rule may have made anything of it; the second parse tells.
            SkipUnheld(ref reader);
        }
        else
        {
            ReadObject(ref reader, new ObjectMapping { Path = path, Dynamic = DynamicMode.True, Number = 0 });
        }
    }

    private string DetectType(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True or JsonTokenType.False => "boolean",
        JsonTokenType.Number => reader.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0 ? "double" : "long",
        JsonTokenType.String => DetectString(TextOf(ref reader)),
        _ => "object",
    };

    private string DetectString(string text)
    {
        _detectedFormat = null;
        if (!_mapping.DateDetection && !_mapping.NumericDetection)
        {
            return "string";
        }

        var isLong = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        var isDouble = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (_mapping.NumericDetection && (isLong || isDouble))
        {
            return isLong ? "long" : "double";
        }

        // A bare year is a number, and Elasticsearch doesn't take numbers for dates here.
        _detectedFormat = _mapping.DateDetection && !isLong && !isDouble ? DynamicDate(text) : null;
        return _detectedFormat is null ? "string" : "date";
    }

    /// <summary>The first format that a string is a date by.</summary>
    private DateFormat? DynamicDate(string text)
    {
        // A date starts with a digit or a sign in every format; most strings don't, and need no more looking at.
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' || _mapping.HasOwnDynamicDates))
        {
            return null;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return _mapping.DynamicDates.FirstOrDefault(format => format.TryParse(bytes, out _));
    }

    private void AddNewField(string path, string type)
    {
        if (_newPaths.Contains(path))
        {
            return;
        }

        var template = _mapping.DynamicTemplates.FirstOrDefault(rule => rule.Applies(path, type));
        var mapping = template?.MappingFor(path, type) ?? DefaultMapping(type);
        if (type == "date" && mapping["type"].Text() == "date" && _detectedFormat is { } format && format != DateFormat.Default)
        {
            mapping["format"] ??= format.Text;
        }

        TryAdd(path, mapping);
    }

    /// <summary>Notes a new field, as long as the mapping has room for it.</summary>
    private bool TryAdd(string path, JsonObject mapping)
    {
        if (_newPaths.Contains(path))
        {
            return true;
        }

        var parents = MissingParents(path);
        var cost = 1 + parents.Count + ((mapping["fields"] as JsonObject)?.Count ?? 0);
        if (cost > _room)
        {
            return IsTolerant || _mapping.Settings.IgnoreBeyondLimit
                ? Leave(path)
                : throw BeyondLimit(cost);
        }

        _room -= cost;
        _newPaths.UnionWith(parents);
        _newPaths.Add(path);
        _newFields.Add(new NewField(path, mapping));
        return true;
    }

    private bool Leave(string path)
    {
        Ignore(path);
        return false;
    }

    private ElasticsearchException BeyondLimit(int cost)
    {
        var why = $"Limit of total fields [{_mapping.Settings.TotalFields}] has been exceeded while adding new fields [{cost}]";
        return Refuse.DocumentParsing($"[1:1] failed to parse: {why}", Refuse.IllegalArgument(why));
    }

    private List<string> MissingParents(string path)
    {
        var missing = new List<string>();
        for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
        {
            var parent = path[..dot];
            if (_newPaths.Contains(parent) || _mapping.HasObject(parent))
            {
                break;
            }

            missing.Add(parent);
        }

        return missing;
    }

    private static JsonObject DefaultMapping(string type) => type switch
    {
        "string" => new JsonObject
        {
            ["type"] = "text",
            ["fields"] = new JsonObject { ["keyword"] = new JsonObject { ["type"] = "keyword", ["ignore_above"] = 256 } },
        },
        "double" => new JsonObject { ["type"] = "float" },
        _ => new JsonObject { ["type"] = type },
    };
}
