using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>terms</c>: a field has one of these values.</summary>
internal sealed class TermsQuery(string field, IReadOnlyList<string> values) : Query
{
    /// <summary>Elasticsearch's index.max_terms_count.</summary>
    public const int Limit = 65_536;

    public static TermsQuery Parse(JsonElement body)
    {
        string? field = null;
        IReadOnlyList<string> values = [];
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[terms] query malformed, no start_object after query name"))
        {
            if (property.Name is "boost" or "_name")
            {
                continue;
            }

            if (property.Value.ValueKind != JsonValueKind.Array)
            {
                throw property.Value.ValueKind == JsonValueKind.Object
                    ? Refuse.NotSupported("terms lookup")
                    : Refuse.Parsing($"[terms] query does not support [{property.Name}]");
            }

            if (field is not null)
            {
                throw Refuse.Parsing("[terms] query does not support multiple fields");
            }

            (field, values) = (property.Name, property.Value.Strings());
        }

        return new TermsQuery(field ?? throw Refuse.IllegalArgument("[terms] query requires a field name, followed by array of terms or a document lookup specification"), values);
    }

    protected override Matcher BindTo(QueryContext context)
    {
        if (values.Count > Limit)
        {
            throw Refuse.QueryShard($"failed to create query: The number of terms [{values.Count}] used in the Terms Query request has exceeded the allowed maximum of [{Limit}]. This maximum can be set by changing the [index.max_terms_count] index level setting.", context.Index);
        }

        if (field == "_index")
        {
            return values.Contains(context.Index) ? AllMatcher.Instance : NoneMatcher.Instance;
        }

        return context.Field(field) is { } found && values.Count > 0 ? FieldTerms.Terms(context, found, values) : NoneMatcher.Instance;
    }
}
