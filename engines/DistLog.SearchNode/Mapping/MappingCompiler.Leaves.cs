using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.SearchNode.Mapping;

/// <summary>The leaf fields of a mapping.</summary>
internal sealed partial class MappingCompiler
{
    private static readonly HashSet<string> BuiltInAnalyzers =
    [
        "simple", "whitespace", "stop", "keyword", "pattern", "fingerprint", "snowball", "arabic", "armenian", "basque", "bengali", "brazilian", "bulgarian", "catalan",
        "chinese", "cjk", "czech", "danish", "dutch", "english", "estonian", "finnish", "french", "galician", "german", "greek", "hindi", "hungarian", "indonesian", "irish",
        "italian", "latvian", "lithuanian", "norwegian", "persian", "portuguese", "romanian", "russian", "serbian", "sorani", "spanish", "swedish", "thai", "turkish",
    ];

    private FieldMapping Leaf(string path, string name, string type, JsonObject json)
    {
        if (!FieldKinds.TryParse(type, out var kind))
        {
            throw Refuse.MapperParsing($"The mapper type [{type}] declared on field [{name}] does not exist. It might have been created within a future version or requires a plugin to be installed. Check the documentation.");
        }

        if (!_isInUse)
        {
            FieldParameters.Check(name, type, json);
        }

        if (IsAnalysedOtherwise(json) | IsNormalizedOtherwise(name, json))
        {
            kind = FieldKind.Unindexed;
        }

        var field = new FieldMapping
        {
            Path = path,
            Number = _nodes++,
            Kind = kind,
            TypeName = type,
            Ordinal = OrdinalOf(path),
            Searchable = IsSearchable(kind, json),
            IgnoreAbove = IgnoreAbove(name, json),
            IgnoreMalformed = json["ignore_malformed"].Bool() ?? _settings.IgnoreMalformed,
            Coerce = json["coerce"].Bool() ?? _settings.Coerce,
            DepthLimit = json["depth_limit"].Int() ?? 20,
            IsStored = json["store"].Bool() ?? false,
            NullValue = json["null_value"].Text(),
            ConstantValue = kind == FieldKind.ConstantKeyword ? json["value"].Text() : null,
            DateFormat = Format(json, kind),
            ScalingFactor = Scaling(json, kind, path),
            LowercaseNormalizer = json["normalizer"] is not null && kind == FieldKind.Keyword,
            CopyTo = json["copy_to"].Strings(),
            SubFields = [.. SubFields(path, json["fields"] as JsonObject)],
        };
        _byOrdinal[field.Ordinal] = field;
        _fields[path] = field;
        return field;
    }

    private int OrdinalOf(string path)
    {
        if (!_ordinals.TryGetValue(path, out var ordinal))
        {
            ordinal = _ordinals[path] = _byOrdinal.Count;
            _byOrdinal.Add(null!);
        }

        return ordinal;
    }

    /// <summary>What has neither an index nor doc values is kept in the source only.</summary>
    private static bool IsSearchable(FieldKind kind, JsonObject json)
    {
        var index = json["index"].Bool() ?? true;
        return kind switch
        {
            FieldKind.Binary or FieldKind.Unindexed => false,
            FieldKind.Text => index,
            _ => index || (json["doc_values"].Bool() ?? true),
        };
    }

    private static int IgnoreAbove(string name, JsonObject json) => json["ignore_above"] switch
    {
        null => int.MaxValue,
        var given when given.Int() is >= 0 and var limit => limit,
        var given => throw Refuse.MapperParsing($"[ignore_above] must be positive, got [{given.Text()}] for field [{name}]"),
    };

    /// <summary>
    /// Whether the field is analysed in a way that this node doesn't have. Such a field is kept and not searched: its text would be found
    /// by the wrong words.
    /// </summary>
    private bool IsAnalysedOtherwise(JsonObject json)
    {
        var isOther = false;
        foreach (var key in new[] { "analyzer", "search_analyzer", "search_quote_analyzer" })
        {
            if (json[key].Text() is { } name and not ("standard" or "default"))
            {
                isOther = BuiltInAnalyzers.Contains(name) || _settings.Analyzers.Contains(name) || _isInUse
                    ? true
                    : throw Refuse.MapperParsing($"analyzer [{name}] has not been configured in mappings");
            }
        }

        return isOther;
    }

    /// <summary>Whether a keyword is normalised in a way that this node doesn't have.</summary>
    private bool IsNormalizedOtherwise(string name, JsonObject json)
    {
        if (json["normalizer"].Text() is not { } normalizer || normalizer == "lowercase")
        {
            return false;
        }

        return _settings.Normalizers.TryGetValue(normalizer, out var isLowercase)
            ? !isLowercase
            : _isInUse ? true : throw Refuse.MapperParsing($"normalizer [{normalizer}] not found for field [{name}]");
    }

    private IEnumerable<FieldMapping> SubFields(string path, JsonObject? fields)
    {
        foreach (var (name, node) in fields ?? [])
        {
            var json = node as JsonObject ?? throw Refuse.MapperParsing($"Expected map for [fields] of [{path}]");
            if (name.Contains('.'))
            {
                throw Refuse.MapperParsing($"Field name [{name}] which is a multi field of [{path}] cannot contain '.'");
            }

            yield return Leaf($"{path}.{name}", name, json["type"].Text() ?? throw Refuse.MapperParsing($"no type specified for property [{name}]"), json);
        }
    }

    private static DateFormat Format(JsonObject json, FieldKind kind)
    {
        if (json["format"].Text() is not { } format || !kind.IsDate())
        {
            return kind == FieldKind.DateNanos ? DateFormat.DefaultNanos : DateFormat.Default;
        }

        try
        {
            return DateFormat.Parse(format);
        }
        catch (ElasticsearchException wrong)
        {
            throw Refuse.MapperParsing($"Error parsing [format] on field: {wrong.Message}", wrong);
        }
    }

    private static double Scaling(JsonObject json, FieldKind kind, string path)
    {
        if (kind != FieldKind.ScaledFloat)
        {
            return 1;
        }

        if (json["scaling_factor"] is null)
        {
            throw Refuse.MapperParsing($"Field [{path}] misses required parameter [scaling_factor]");
        }

        return double.TryParse(json["scaling_factor"].Text(), CultureInfo.InvariantCulture, out var factor) && factor > 0 && double.IsFinite(factor)
            ? factor
            : throw Refuse.MapperParsing($"[scaling_factor] must be a positive number, got [{json["scaling_factor"].Text()}]");
    }
}
