using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Searching;

/// <summary><c>rescore</c>: another query's scores change the order of the first hits.</summary>
internal sealed class Rescore
{
    /// <summary>How many of the first hits are looked at again.</summary>
    public int Window { get; private set; } = 10;

    public Query Query { get; private set; } = null!;

    public float QueryWeight { get; private set; } = 1;

    public float RescoreWeight { get; private set; } = 1;

    private string Mode { get; set; } = "total";

    public static IReadOnlyList<Rescore> ParseList(JsonElement body, QueryScope scope) => body.ValueKind == JsonValueKind.Array
        ? [.. body.EnumerateArray().Select(item => Parse(item, scope))]
        : [Parse(body, scope)];

    private static Rescore Parse(JsonElement body, QueryScope scope)
    {
        var rescore = new Rescore();
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[rescore] must be an object"))
        {
            switch (property.Name)
            {
                case "window_size":
                    rescore.Window = property.Value.Int(property.Name);
                    break;
                case "query" when property.Value.ValueKind == JsonValueKind.Object:
                    rescore.TakeQuery(property.Value, scope);
                    break;
                case "learning_to_rank" or "script":
                    throw Refuse.NotSupported($"rescore by {property.Name}");
                default:
                    throw Refuse.Parsing($"rescore doesn't support [{property.Name}]");
            }
        }

        return rescore.Query is null ? throw Refuse.Parsing("missing rescore type") : rescore;
    }

    private void TakeQuery(JsonElement body, QueryScope scope)
    {
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "rescore_query":
                    Query = QueryParser.ParseOne(property.Value, scope);
                    break;
                case "query_weight":
                    QueryWeight = (float)property.Value.Double(property.Name);
                    break;
                case "rescore_query_weight":
                    RescoreWeight = (float)property.Value.Double(property.Name);
                    break;
                case "score_mode":
                    Mode = property.Value.Text()?.ToLowerInvariant() is "avg" or "max" or "min" or "total" or "multiply"
                        ? property.Value.Text()!.ToLowerInvariant()
                        : throw Refuse.IllegalArgument($"illegal score_mode [{property.Value.Text()}]");
                    break;
                default:
                    throw Refuse.ContentParse($"[query] unknown field [{property.Name}]");
            }
        }
    }

    /// <summary>The score of a document that the second query matches too.</summary>
    public float Combine(float first, float second)
    {
        var (a, b) = (first * QueryWeight, second * RescoreWeight);
        return Mode switch
        {
            "avg" => (a + b) / 2,
            "max" => Math.Max(a, b),
            "min" => Math.Min(a, b),
            "multiply" => a * b,
            _ => a + b,
        };
    }

    /// <summary>What an explanation calls the way the two scores are put together.</summary>
    public string Description => Mode switch
    {
        "total" => "sum of:",
        "multiply" => "product of:",
        "avg" => "avg of:",
        var other => other + " of:",
    };
}
