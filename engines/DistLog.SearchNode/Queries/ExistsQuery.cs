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
        if (field is "_id" or "_index" or "_seq_no" or "_version")
        {
            return AllMatcher.Instance;
        }

        if (field == "_source")
        {
            throw Refuse.QueryShard("failed to create query: The _source field is not searchable", context.Index);
        }

        List<FieldRef> fields = [.. Named(context), .. context.Mapping.ResolvePattern(field + ".*")];
        if (fields.Exists(found => found.Field is { Kind: FieldKind.ConstantKeyword, ConstantValue: not null }))
        {
            return AllMatcher.Instance;
        }

        // Types without a column are looked for in the documents.
        Matcher[] matchers =
        [
            new ExistsMatcher([.. fields.Where(found => found.Kind is not (FieldKind.Unindexed or FieldKind.Binary))]),
            .. fields.Where(found => found.Kind is FieldKind.Unindexed or FieldKind.Binary).Select(found => new SourceExistsMatcher(found.Path)),
        ];
        return fields.Count == 0 ? NoneMatcher.Instance : matchers is [var only] ? only : new BoostMatcher(new BoolMatcher([], [], matchers, [], 1), 1, constant: true);
    }

    private IEnumerable<FieldRef> Named(QueryContext context) => field.Contains('*') || SystemFields.Find(field) is not null
        ? context.Fields(field)
        : context.Mapping.Find(field) is { } found ? [found] : [];
}
