using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Searching;

/// <summary>One of several equal parts of the documents, told apart by their ids or by a field.</summary>
internal sealed record Slice(int Id, int Max, string? Field)
{
    public static Slice Parse(JsonElement body)
    {
        int id = -1, max = -1;
        string? field = null;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[slice] must be an object"))
        {
            switch (property.Name)
            {
                case "id":
                    id = property.Value.Int("id") is >= 0 and var number ? number : throw Refuse.IllegalArgument("id must be greater than or equal to 0");
                    break;
                case "max":
                    max = property.Value.Int("max") is > 1 and var count ? count : throw Refuse.IllegalArgument("max must be greater than 1");
                    break;
                case "field":
                    field = property.Value.Text();
                    break;
                default:
                    throw Refuse.ContentParse($"[slice] unknown field [{property.Name}]");
            }
        }

        return id >= 0 && max > id ? new Slice(id, max, field) : throw Refuse.IllegalArgument("max must be greater than id");
    }
}
