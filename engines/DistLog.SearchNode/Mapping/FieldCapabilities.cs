using System.Text.Json.Nodes;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Mapping;

/// <summary>What can be done with a field of one index.</summary>
/// <param name="Path">The field's name.</param>
/// <param name="Type">Its type, or the family of types that are used alike.</param>
/// <param name="Searchable">Queries find it.</param>
/// <param name="Aggregatable">Aggregations and sorts can use it.</param>
internal sealed record FieldCapability(string Path, string Type, bool Searchable, bool Aggregatable)
{
    public bool IsMetadata { get; init; }

    /// <summary>True for a field below a field: the same value in another form.</summary>
    public bool IsMultiField { get; init; }

    public bool IsObject => Type is "object" or "nested";

    /// <summary>Notes of the mapping's author.</summary>
    public JsonObject? Meta { get; init; }
}

/// <summary>Lists the fields of a mapping with their capabilities.</summary>
internal static class FieldCapabilities
{
    private static readonly FieldCapability[] Metadata =
    [
        new("_doc_count", "integer", false, false) { IsMetadata = true },
        new("_field_names", "_field_names", true, false) { IsMetadata = true },
        new("_id", "_id", true, false) { IsMetadata = true },
        new("_ignored", "_ignored", true, true) { IsMetadata = true },
        new("_index", "_index", true, true) { IsMetadata = true },
        new("_routing", "_routing", true, false) { IsMetadata = true },
        new("_seq_no", "_seq_no", true, true) { IsMetadata = true },
        new("_source", "_source", false, false) { IsMetadata = true },
        new("_version", "_version", false, true) { IsMetadata = true },
    ];

    public static IEnumerable<FieldCapability> Of(IndexMapping mapping) => Fields(mapping, mapping.Json, "").Concat(Metadata);

    private static IEnumerable<FieldCapability> Fields(IndexMapping mapping, JsonObject parent, string prefix)
    {
        foreach (var (name, node) in parent["properties"] as JsonObject ?? [])
        {
            if (node is not JsonObject json)
            {
                continue;
            }

            var path = prefix + name;
            yield return Describe(mapping, path, json, isMultiField: false);
            foreach (var inner in Fields(mapping, json, path + "."))
            {
                yield return inner;
            }

            foreach (var (sub, subNode) in json["fields"] as JsonObject ?? [])
            {
                yield return Describe(mapping, $"{path}.{sub}", (JsonObject)subNode!, isMultiField: true);
            }
        }
    }

    private static FieldCapability Describe(IndexMapping mapping, string path, JsonObject json, bool isMultiField)
    {
        var type = json["type"].Text() ?? "object";
        if (type == "alias")
        {
            return Target(mapping, json["path"].Text() ?? "") with { Path = path };
        }

        var (index, values) = (json["index"].Bool() ?? true, json["doc_values"].Bool() ?? type != "binary");
        var isText = type is "text" or "match_only_text" or "completion" or "annotated_text" or "search_as_you_type";
        var searchable = type is not ("object" or "nested" or "binary") && (index || (!isText && values));
        var aggregatable = type is not ("object" or "nested") && !isText && values;
        return new FieldCapability(path, Family(type), searchable, aggregatable) { IsMultiField = isMultiField, Meta = json["meta"] as JsonObject };
    }

    private static FieldCapability Target(IndexMapping mapping, string path) =>
        Fields(mapping, mapping.Json, "").FirstOrDefault(field => field.Path == path) ?? new FieldCapability(path, "object", false, false);

    private static string Family(string type) => type switch
    {
        "constant_keyword" or "wildcard" => "keyword",
        "match_only_text" => "text",
        _ => type,
    };
}
