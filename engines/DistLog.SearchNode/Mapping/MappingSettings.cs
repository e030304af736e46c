using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>What an index's settings say about its mapping.</summary>
internal sealed record MappingSettings
{
    public static MappingSettings Default { get; } = new();

    /// <summary>Fields that an index may have, objects, sub-fields and aliases included.</summary>
    public int TotalFields { get; init; } = 1000;

    /// <summary>Fields beyond the limit are kept in the source and not mapped, instead of failing the document.</summary>
    public bool IgnoreBeyondLimit { get; init; }

    /// <summary>How deep objects may nest.</summary>
    public int Depth { get; init; } = 20;

    /// <summary>Fields of type nested.</summary>
    public int NestedFields { get; init; } = 50;

    /// <summary>Objects in nested fields that one document may have.</summary>
    public int NestedObjects { get; init; } = 10_000;

    /// <summary>Characters of a field's name.</summary>
    public int FieldNameLength { get; init; } = int.MaxValue;

    /// <summary>For fields that don't say: values that don't fit are left out instead of failing the document.</summary>
    public bool IgnoreMalformed { get; init; }

    /// <summary>For fields that don't say: strings that hold numbers are taken for numbers, fractions cut off.</summary>
    public bool Coerce { get; init; } = true;

    /// <summary>The names of the index's own analyzers.</summary>
    public IReadOnlySet<string> Analyzers { get; init; } = new HashSet<string>();

    /// <summary>The index's own normalizers, and whether each does no more than to make letters small.</summary>
    public IReadOnlyDictionary<string, bool> Normalizers { get; init; } = new Dictionary<string, bool>();

    /// <summary>Whatever doesn't fit is left out of the columns: a log's event must not be lost for one field.</summary>
    public bool KeepsAll { get; init; }

    /// <param name="settings">The index's settings, nested under <c>index</c>.</param>
    /// <param name="isStream">Whether the index is behind a data stream.</param>
    public static MappingSettings Of(JsonObject settings, bool isStream)
    {
        var index = settings["index"];
        var mapping = index?["mapping"];
        var ignores = mapping?["ignore_malformed"].Bool() ?? false;
        return new MappingSettings
        {
            TotalFields = mapping?["total_fields"]?["limit"].Int() ?? Default.TotalFields,
            IgnoreBeyondLimit = mapping?["total_fields"]?["ignore_dynamic_beyond_limit"].Bool() ?? false,
            Depth = mapping?["depth"]?["limit"].Int() ?? Default.Depth,
            NestedFields = mapping?["nested_fields"]?["limit"].Int() ?? Default.NestedFields,
            NestedObjects = mapping?["nested_objects"]?["limit"].Int() ?? Default.NestedObjects,
            FieldNameLength = mapping?["field_name_length"]?["limit"].Int() ?? Default.FieldNameLength,
            IgnoreMalformed = ignores,
            Coerce = mapping?["coerce"].Bool() ?? true,
            Analyzers = (index?["analysis"]?["analyzer"] as JsonObject ?? []).Select(pair => pair.Key).ToHashSet(),
            Normalizers = (index?["analysis"]?["normalizer"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value?["filter"].Strings() is ["lowercase"] && pair.Value["char_filter"].Strings().Count == 0),
            KeepsAll = isStream && ignores,
        };
    }
}
