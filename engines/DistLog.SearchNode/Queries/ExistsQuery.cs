using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>exists</c>: a field, or any field of an object, has a value.</summary>
internal sealed class ExistsQuery(string field) : Query
{
    public static ExistsQuery Parse(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty("field", out var field) && field.ValueKind == JsonValueKind.String
            ? new ExistsQuery(field.GetString()!)
            : throw Refuse.Parsing("[exists] must be provided with a [field]");

    protected override Matcher BindTo(QueryContext context)
    {
        if (field is "_id" or "_index" or "_seq_no" or "_source")
        {
            return AllMatcher.Instance;
        }

        List<FieldRef> fields = [.. context.Fields(field), .. context.Mapping.ResolvePattern(field + ".*")];
        if (fields.Exists(found => found.Field is { Kind: FieldKind.ConstantKeyword, ConstantValue: not null }))
        {
            return AllMatcher.Instance;
        }

        return fields.Count == 0 ? NoneMatcher.Instance : new ExistsMatcher(fields);
    }
}
