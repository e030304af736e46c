using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Model;

/// <summary>A document as it was written, and its values by path.</summary>
internal sealed class ModelDocument
{
    private readonly Dictionary<string, List<JsonElement>> _leaves = [];

    public ModelDocument(string id, string source, bool isMerged = false)
    {
        (Id, Source, IsMerged) = (id, source, isMerged);
        using var json = JsonDocument.Parse(source, new JsonDocumentOptions { MaxDepth = 256 });
        Add("", json.RootElement.Clone());
    }

    public string Id { get; }

    /// <summary>The JSON text, which must come back as it is.</summary>
    public string Source { get; }

    /// <summary>True where it came about by a partial update, which may write numbers and strings in another way.</summary>
    public bool IsMerged { get; }

    public long Seq => _leaves["seq"][0].GetInt64();

    public IReadOnlyList<JsonElement> Leaves(string path) => _leaves.TryGetValue(path, out var values) ? values : [];

    /// <summary>The document after a partial update; null where that changes nothing.</summary>
    public ModelDocument? Updated(string partial)
    {
        var before = JsonNode.Parse(Source)!;
        var after = before.DeepClone().AsObject();
        Merge(after, JsonNode.Parse(partial)!.AsObject());
        return JsonNode.DeepEquals(before, after) ? null : new ModelDocument(Id, after.ToJsonString(), isMerged: true);
    }

    /// <summary>Whether a source that came back is this one's.</summary>
    public bool IsSource(JsonElement found) =>
        IsMerged ? JsonNode.DeepEquals(JsonNode.Parse(Source), JsonNode.Parse(found.GetRawText())) : found.GetRawText() == Source || JsonTokens.AreSame(Source, found.GetRawText());

    private static void Merge(JsonObject into, JsonObject changes)
    {
        foreach (var (name, value) in changes)
        {
            if (value is JsonObject inner && into[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                into[name] = value?.DeepClone();
            }
        }
    }

    private void Add(string path, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    Add(path.Length == 0 ? property.Name : path + "." + property.Name, property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var element in value.EnumerateArray())
                {
                    Add(path, element);
                }

                break;
            case not JsonValueKind.Null:
                (_leaves.TryGetValue(path, out var leaves) ? leaves : _leaves[path] = []).Add(value);
                break;
        }
    }
}
