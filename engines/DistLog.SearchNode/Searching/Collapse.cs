using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary><c>collapse</c>: of all hits with the same value of a field, only the first.</summary>
internal sealed record Collapse(string Field, IReadOnlyList<InnerHits> Inner)
{
    public static Collapse Parse(JsonElement body, QueryScope scope)
    {
        string? field = null;
        IReadOnlyList<InnerHits> inner = [];
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[collapse] must be an object"))
        {
            switch (property.Name)
            {
                case "field":
                    field = property.Value.Text();
                    break;
                case "inner_hits":
                    inner = property.Value.ValueKind == JsonValueKind.Array
                        ? [.. property.Value.EnumerateArray().Select(item => InnerHits.Parse(item, scope))]
                        : [InnerHits.Parse(property.Value, scope)];
                    break;
                case "max_concurrent_group_searches":
                    _ = property.Value.Int(property.Name) >= 1 ? 0 : throw Refuse.IllegalArgument("maxConcurrentGroupRequests` must be positive");
                    break;
                default:
                    throw Refuse.ContentParse($"[collapse] unknown field [{property.Name}]");
            }
        }

        if (inner.DistinctBy(hits => hits.Name).Count() < inner.Count)
        {
            throw Refuse.IllegalArgument("the inner_hits of a collapse must have different names");
        }

        return new Collapse(field ?? throw Refuse.ContentParse("Required [field]"), inner);
    }
}

/// <summary>More hits of each group.</summary>
internal sealed record InnerHits(string Name, SearchRequest Request)
{
    public static InnerHits Parse(JsonElement body, QueryScope scope)
    {
        // Three hits of a group, unless told otherwise.
        var request = new SearchRequest { Size = 3, TrackTotal = null };
        string? name = null;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[inner_hits] must be an object"))
        {
            switch (property.Name)
            {
                case "name":
                    name = property.Value.Text();
                    break;
                case "collapse":
                    request.Collapse = ParseSecond(property.Value, scope);
                    break;
                case "ignore_unmapped":
                    break;
                default:
                    if (!request.TakeHitOption(property.Name, property.Value))
                    {
                        throw Refuse.ContentParse($"[inner_hits] unknown field [{property.Name}]");
                    }

                    break;
            }
        }

        return new InnerHits(name ?? throw Refuse.IllegalArgument("inner_hits must have a [name]; it is required for the [collapse] option"), request);
    }

    private static Collapse ParseSecond(JsonElement body, QueryScope scope)
    {
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("inner_hits", out _)
            ? throw new ElasticsearchException(400, "parse_exception", "[inner_hits] cannot be used in the second level of [collapse]")
            : Collapse.Parse(body, scope);
    }
}
