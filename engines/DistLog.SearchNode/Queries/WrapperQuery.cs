using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;

namespace DistLog.SearchNode.Queries;

/// <summary><c>wrapper</c>: a query in Base64.</summary>
internal static class WrapperQuery
{
    public static Query Parse(JsonElement body, QueryParser parser)
    {
        if (body.ValueKind != JsonValueKind.Object || body.Only("wrapper") is not { Name: "query", Value.ValueKind: JsonValueKind.String } query)
        {
            throw Refuse.Parsing("[wrapper] query malformed, expected `query`");
        }

        if (!query.Value.TryGetBytesFromBase64(out var bytes))
        {
            throw Refuse.Parsing("[wrapper] the query is not valid Base64");
        }

        using var document = JsonDocument.Parse(bytes);
        return parser.Parse(document.RootElement.Clone());
    }
}
