using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Mapping;

/// <summary>Turns a mapping's JSON into what documents are parsed by, and refuses what it doesn't know.</summary>
internal sealed partial class MappingCompiler
{
    private static readonly HashSet<string> RootKeys =
    [
        "properties", "dynamic", "dynamic_templates", "dynamic_date_formats", "date_detection", "numeric_detection", "subobjects",
        "_source", "_meta", "_routing", "_data_stream_timestamp", "_field_names", "_size", "runtime", "enabled",
    ];

    private static readonly HashSet<string> ObjectKeys =
        ["type", "properties", "dynamic", "enabled", "subobjects", "include_in_parent", "include_in_root"];

    private static readonly DateFormat[] DefaultDynamicDates = [DateFormat.Default, DateFormat.Parse("yyyy/MM/dd HH:mm:ss||yyyy/MM/dd||epoch_millis")];

    private readonly Dictionary<string, FieldMapping> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _objects = new(StringComparer.Ordinal);
    private readonly MappingSettings _settings;
    private readonly List<FieldMapping> _byOrdinal;
    private readonly Dictionary<string, int> _ordinals = new(StringComparer.Ordinal);
    private int _nodes;
    private int _nestedFields;

    /// <summary>True for a mapping that is in use already: what it has may not be refused any more.</summary>
    private readonly bool _isInUse;

    private MappingCompiler(IndexMapping? previous, MappingSettings settings, bool isInUse)
    {
        _settings = settings;
        _isInUse = isInUse;
        _byOrdinal = [.. previous?.ByOrdinal ?? []];
        foreach (var field in _byOrdinal)
        {
            _ordinals[field.Path] = field.Ordinal;
        }
    }

    /// <param name="json">The mapping in its normal form.</param>
    /// <param name="settings">What the index's settings say about it.</param>
    /// <param name="previous">The index's mapping so far, whose fields keep their ordinals.</param>
    public static IndexMapping Compile(JsonObject json, MappingSettings settings, IndexMapping? previous = null)
    {
        try
        {
            return new MappingCompiler(previous, settings, isInUse: false).Run(json);
        }
        catch (ElasticsearchException wrong) when (wrong.Type == "mapper_parsing_exception")
        {
            throw Refuse.MapperParsing("Failed to parse mapping: " + wrong.Message, wrong);
        }
    }

    /// <summary>
    /// As the other, for a mapping that an index has already: one made by an earlier version, or before a limit was lowered. Nothing of it
    /// is refused, for its documents must be opened; what this version doesn't have is kept and not searched.
    /// </summary>
    public static IndexMapping CompileInUse(JsonObject json, MappingSettings settings, IndexMapping? previous = null) =>
        new MappingCompiler(previous, settings, isInUse: true).Run(json);

    private IndexMapping Run(JsonObject json)
    {
        if (!_isInUse)
        {
            RefuseUnknown(json);
        }

        var root = Object("", json, DynamicMode.True, 0);
        var count = _fields.Count + _aliases.Count + _objects.Count;
        if (!_isInUse)
        {
            CheckAliases();
        }

        if (count > _settings.TotalFields && !_isInUse)
        {
            throw Refuse.IllegalArgument($"Limit of total fields [{_settings.TotalFields}] has been exceeded");
        }

        var dates = json["dynamic_date_formats"].Strings();
        return new IndexMapping
        {
            Json = json,
            Root = root,
            Fields = _fields,
            ByOrdinal = _byOrdinal,
            Aliases = _aliases,
            Objects = _objects,
            FieldCount = count,
            Settings = _settings,
            DynamicTemplates = [.. (json["dynamic_templates"] as JsonArray ?? []).Select(Rule).OfType<DynamicTemplate>()],
            DynamicDates = dates.Count > 0 ? [.. dates.Select(DateFormat.Parse)] : DefaultDynamicDates,
            HasOwnDynamicDates = dates.Count > 0,
            DateDetection = json["date_detection"].Bool() ?? true,
            NumericDetection = json["numeric_detection"].Bool() ?? false,
            RequiresRouting = json["_routing"]?["required"].Bool() ?? false,
            Source = Source(json["_source"] as JsonObject),
        };
    }

    private static void RefuseUnknown(JsonObject json)
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
    }

    /// <summary>A rule that can't be understood any more is passed over.</summary>
    private DynamicTemplate? Rule(JsonNode? rule)
    {
        try
        {
            return DynamicTemplate.Parse(rule);
        }
        catch (ElasticsearchException) when (_isInUse)
        {
            return null;
        }
    }

    private SourceMapping Source(JsonObject? json)
    {
        if (json?["mode"].Text() is { } mode and not "stored" && !_isInUse)
        {
            throw Refuse.MapperParsing($"[_source] mode [{mode}] is not supported by this node; it has [stored]");
        }

        return json is null
            ? SourceMapping.Default
            : new SourceMapping(json["enabled"].Bool() ?? true, json["includes"].Strings(), json["excludes"].Strings());
    }

    private ObjectMapping Object(string path, JsonObject json, DynamicMode inherited, int depth)
    {
        if (depth + 1 > _settings.Depth && !_isInUse)
        {
            throw Refuse.IllegalArgument($"Limit of mapping depth [{_settings.Depth}] has been exceeded due to object field [{path}]");
        }

        var mapping = new ObjectMapping
        {
            Path = path,
            Number = _nodes++,
            Dynamic = json.ContainsKey("dynamic") ? Dynamic(json["dynamic"].Text()!) : inherited,
            Enabled = json["enabled"].Bool() ?? true,
            HasSubobjects = json["subobjects"].Bool() ?? true,
            IsNested = IsNested(json),
            IncludedAbove = (json["include_in_parent"].Bool() ?? false) || (json["include_in_root"].Bool() ?? false),
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

    private bool IsNested(JsonObject json)
    {
        if (json["type"].Text() != "nested")
        {
            return false;
        }

        return ++_nestedFields <= _settings.NestedFields || _isInUse
            ? true
            : throw Refuse.IllegalArgument($"Limit of nested fields [{_settings.NestedFields}] has been exceeded");
    }

    private void AddChild(ObjectMapping parent, string name, JsonNode? node, int depth)
    {
        var path = parent.Path.Length == 0 ? name : $"{parent.Path}.{name}";
        if (node is not JsonObject json)
        {
            throw Refuse.MapperParsing($"Expected map for property [fields] on field [{name}] but got a {(node is null ? "null" : "value")}");
        }

        if (!_isInUse)
        {
            CheckName(name);
        }

        var type = json["type"].Text();
        switch (type)
        {
            case null when json.ContainsKey("properties") || json.ContainsKey("dynamic") || json.ContainsKey("enabled") || json.ContainsKey("subobjects") || json.Count == 0:
            case "object" or "nested":
                AddObject(parent, name, path, json, depth);
                break;
            case null:
                throw Refuse.MapperParsing($"No type specified for field [{name}]");
            case "alias":
                _aliases[path] = json["path"].Text() ?? throw Refuse.MapperParsing($"The [path] property must be specified for field [{name}].");
                break;
            default:
                parent.Children.Set(name, Leaf(path, name, type, json));
                break;
        }
    }

    private void CheckName(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw Refuse.IllegalArgument("field name cannot be an empty string");
        }

        if (name.StartsWith('.') || name.EndsWith('.'))
        {
            throw Refuse.IllegalArgument($"field name starting or ending with a [.] makes object resolution ambiguous: [{name}]");
        }

        if (name.Length > _settings.FieldNameLength)
        {
            throw Refuse.IllegalArgument($"Field name [{name}] is longer than the limit of [{_settings.FieldNameLength}] characters");
        }
    }

    private void AddObject(ObjectMapping parent, string name, string path, JsonObject json, int depth)
    {
        foreach (var (key, value) in _isInUse ? [] : json)
        {
            if (!ObjectKeys.Contains(key))
            {
                throw Refuse.MapperParsing($"Mapping definition for [{name}] has unsupported parameters:  [{key} : {value.Text()}]");
            }
        }

        if (!parent.HasSubobjects && !_isInUse)
        {
            throw Refuse.MapperParsing($"Tried to add subobject [{name}] to object [{(parent.Path.Length == 0 ? "_doc" : parent.Path)}] which does not support subobjects");
        }

        _objects.Add(path);
        parent.Children.Set(name, Object(path, json, parent.Dynamic, depth + 1));
    }

    private void CheckAliases()
    {
        foreach (var (alias, target) in _aliases)
        {
            if (alias == target || _aliases.ContainsKey(target))
            {
                throw Refuse.MapperParsing(alias == target
                    ? $"Invalid [path] value [{target}] for field alias [{alias}]: an alias cannot refer to itself."
                    : $"Invalid [path] value [{target}] for field alias [{alias}]: an alias cannot refer to another alias.");
            }

            if (!_fields.ContainsKey(target))
            {
                throw Refuse.MapperParsing($"Invalid [path] value [{target}] for field alias [{alias}]: an alias must refer to an existing field in the mappings.");
            }
        }
    }

    private DynamicMode Dynamic(string text) => text switch
    {
        "true" => DynamicMode.True,
        "false" => DynamicMode.False,
        "strict" => DynamicMode.Strict,
        _ when _isInUse => DynamicMode.Runtime,
        "runtime" => throw Refuse.MapperParsing("[dynamic: runtime] is not supported by this node"),
        _ => throw Refuse.MapperParsing($"Could not convert [dynamic] to boolean: [{text}]"),
    };
}
