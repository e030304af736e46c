using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Mapping;

/// <summary>Turns a mapping's JSON into what documents are parsed by, and refuses what it doesn't know.</summary>
internal sealed class MappingCompiler
{
    private const int DepthLimit = 20;

    private static readonly HashSet<string> RootKeys =
    [
        "properties", "dynamic", "dynamic_templates", "dynamic_date_formats", "date_detection", "numeric_detection", "subobjects",
        "_source", "_meta", "_routing", "_data_stream_timestamp", "_field_names", "_size", "runtime", "enabled",
    ];

    private readonly Dictionary<string, FieldMapping> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly List<FieldMapping> _byOrdinal;
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private int _nodes;

    private MappingCompiler(IndexMapping? previous)
    {
        _byOrdinal = [.. previous?.ByOrdinal ?? []];
        foreach (var field in _byOrdinal)
        {
            _ordinals[field.Path] = field.Ordinal;
        }
    }

    public static IndexMapping Compile(JsonObject json, IndexMapping? previous = null) => new MappingCompiler(previous).Run(json);

    private IndexMapping Run(JsonObject json)
    {
        foreach (var (key, value) in json)
        {
            if (!RootKeys.Contains(key))
            {
                throw Refuse.MapperParsing($"Root mapping definition has unsupported parameters:  [{key} : {value.Text()}]");
            }
        }

        if (json["runtime"] is JsonObject { Count: > 0 })
        {
            throw Refuse.MapperParsing("runtime fields are not supported by this node");
        }

        var root = Object("", json, DynamicMode.True, 0);
        if (_fields.Count + _aliases.Count > IndexMapping.FieldLimit)
        {
            throw Refuse.IllegalArgument($"Limit of total fields [{IndexMapping.FieldLimit}] has been exceeded");
        }

        return new IndexMapping
        {
            Json = json,
            Root = root,
            Fields = _fields,
            ByOrdinal = _byOrdinal,
            Aliases = _aliases,
            DynamicTemplates = [.. (json["dynamic_templates"] as JsonArray ?? []).Select(DynamicTemplate.Parse)],
            DateDetection = json["date_detection"].Bool() ?? true,
            NumericDetection = json["numeric_detection"].Bool() ?? false,
            Source = Source(json["_source"] as JsonObject),
        };
    }

    private static SourceMapping Source(JsonObject? json) =>
        json is null
            ? SourceMapping.Default
            : new SourceMapping(json["enabled"].Bool() ?? true, json["includes"].Strings(), json["excludes"].Strings());

    private ObjectMapping Object(string path, JsonObject json, DynamicMode inherited, int depth)
    {
        if (depth > DepthLimit)
        {
            throw Refuse.IllegalArgument($"Limit of mapping depth [{DepthLimit}] has been exceeded due to object field [{path}]");
        }

        var mapping = new ObjectMapping
        {
            Path = path,
            Number = _nodes++,
            Dynamic = json.ContainsKey("dynamic") ? Dynamic(json["dynamic"].Text()!) : inherited,
            Enabled = json["enabled"].Bool() ?? true,
        };
        if (json["properties"] is not null and not JsonObject)
        {
            throw Refuse.MapperParsing("Expected map for property [properties] on field [" + path + "] but got a " + json["properties"]!.GetValueKind());
        }

        foreach (var (name, node) in json["properties"] as JsonObject ?? [])
        {
            AddChild(mapping, name, node, depth);
        }

        return mapping;
    }

    private void AddChild(ObjectMapping parent, string name, JsonNode? node, int depth)
    {
        var path = parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
        if (node is not JsonObject json)
        {
            throw Refuse.MapperParsing($"Expected map for property [fields] on field [{path}] but got a value");
        }

        if (name.Length == 0 || name.StartsWith('.') || name.EndsWith('.'))
        {
            throw Refuse.IllegalArgument("field name cannot be an empty string");
        }

        var type = json["type"].Text();
        switch (type)
        {
            case null when json.ContainsKey("properties") || json.ContainsKey("dynamic") || json.ContainsKey("enabled") || json.Count == 0:
            case "object":
                parent.Children.Set(name, Object(path, json, parent.Dynamic, depth + 1));
                break;
            case null:
                throw Refuse.MapperParsing($"No type specified for field [{name}]");
            case "alias":
                _aliases[path] = json["path"].Text() ?? throw Refuse.MapperParsing($"The [path] property must be specified for field [{name}].");
                break;
            default:
                parent.Children.Set(name, Leaf(path, type, json));
                break;
        }
    }

    private FieldMapping Leaf(string path, string type, JsonObject json)
    {
        if (!FieldKinds.TryParse(type, out var kind))
        {
            throw Refuse.MapperParsing($"No handler for type [{type}] declared on field [{path[(path.LastIndexOf('.') + 1)..]}]");
        }

        RefuseAnalysis(path, json);
        if (!_ordinals.TryGetValue(path, out var ordinal))
        {
            ordinal = _ordinals[path] = _byOrdinal.Count;
            _byOrdinal.Add(null!);
        }

        var field = new FieldMapping
        {
            Path = path,
            Number = _nodes++,
            Kind = kind,
            TypeName = type,
            Ordinal = ordinal,
            Searchable = kind != FieldKind.Binary && ((json["index"].Bool() ?? true) || (json["doc_values"].Bool() ?? true)),
            IgnoreAbove = json["ignore_above"].Int() ?? int.MaxValue,
            IgnoreMalformed = json["ignore_malformed"].Bool() ?? false,
            NullValue = json["null_value"].Text(),
            ConstantValue = kind == FieldKind.ConstantKeyword ? json["value"].Text() : null,
            DateFormat = Format(json, kind),
            ScalingFactor = Scaling(json, kind, path),
            LowercaseNormalizer = json["normalizer"].Text() == "lowercase",
            CopyTo = json["copy_to"].Strings(),
            SubFields = [.. SubFields(path, json["fields"] as JsonObject)],
        };
        _byOrdinal[ordinal] = field;
        _fields[path] = field;
        return field;
    }

    /// <summary>Text that is taken apart in another way than asked for would be found by the wrong words.</summary>
    private static void RefuseAnalysis(string path, JsonObject json)
    {
        foreach (var key in new[] { "analyzer", "search_analyzer", "search_quote_analyzer" })
        {
            if (json[key].Text() is not (null or "standard" or "default"))
            {
                throw Refuse.MapperParsing($"Failed to parse mapping: analyzer [{json[key].Text()}] has not been configured in mappings of field [{path}]; this node has [standard]");
            }
        }

        if (json["normalizer"].Text() is not (null or "lowercase"))
        {
            throw Refuse.MapperParsing($"Failed to parse mapping: normalizer [{json["normalizer"].Text()}] not found for field [{path}]; this node has [lowercase]");
        }
    }

    private IEnumerable<FieldMapping> SubFields(string path, JsonObject? fields)
    {
        foreach (var (name, node) in fields ?? [])
        {
            var json = node as JsonObject ?? throw Refuse.MapperParsing($"Expected map for [fields] of [{path}]");
            yield return Leaf($"{path}.{name}", json["type"].Text() ?? throw Refuse.MapperParsing($"No type specified for field [{name}]"), json);
        }
    }

    private static DateFormat Format(JsonObject json, FieldKind kind) =>
        json["format"].Text() is { } format && kind.IsDate()
            ? DateFormat.Parse(format)
            : kind == FieldKind.DateNanos ? DateFormat.DefaultNanos : DateFormat.Default;

    private static double Scaling(JsonObject json, FieldKind kind, string path)
    {
        if (kind != FieldKind.ScaledFloat)
        {
            return 1;
        }

        return double.TryParse(json["scaling_factor"].Text(), System.Globalization.CultureInfo.InvariantCulture, out var factor) && factor > 0
            ? factor
            : throw Refuse.MapperParsing($"Field [{path}] misses required parameter [scaling_factor]");
    }

    private static DynamicMode Dynamic(string text) => text switch
    {
        "true" => DynamicMode.True,
        "false" => DynamicMode.False,
        "strict" => DynamicMode.Strict,
        "runtime" => DynamicMode.Runtime,
        _ => throw Refuse.MapperParsing($"Could not convert [dynamic] to boolean: [{text}]"),
    };
}
