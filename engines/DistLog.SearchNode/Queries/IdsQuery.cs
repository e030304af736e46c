using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>ids</c>: documents of these ids.</summary>
internal sealed class IdsQuery(IReadOnlyList<string> ids) : Query
{
    public static IdsQuery Parse(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("values", out var values)
            ? new IdsQuery(values.Strings())
            : throw Refuse.Parsing("[ids] requires providing the values");

    protected override Matcher BindTo(QueryContext context) => ids.Count == 0
        ? NoneMatcher.Instance
        : new IdMatcher([.. ids.Select(Encoding.UTF8.GetBytes)]);
}
