using System.Text.Json;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Queries;

/// <summary><c>terms</c>: a field has one of these values. The values may stand in another document.</summary>
internal sealed class TermsQuery(string field) : Query
{
    private IReadOnlyList<string>? _values;

    /// <summary>The document that has the values, where they aren't given.</summary>
    public TermsLookup? Lookup { get; private init; }

    public IReadOnlyList<string> Values
    {
        set => _values = value;
    }

    public static TermsQuery Parse(JsonElement body, QueryParser parser)
    {
        TermsQuery? query = null;
        foreach (var property in body.ValueKind == JsonValueKind.Object ? body.EnumerateObject() : throw Refuse.Parsing("[terms] query malformed, no start_object after query name"))
        {
            if (property.Name is "boost" or "_name" && property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
            {
                continue;
            }

            if (query is not null)
            {
                throw Refuse.Parsing("[terms] query does not support multiple fields");
            }

            query = property.Value.ValueKind switch
            {
                JsonValueKind.Array => new TermsQuery(property.Name) { _values = ValuesOf(property.Value) },
                JsonValueKind.Object => new TermsQuery(property.Name) { Lookup = TermsLookup.Parse(property.Value) },
                _ => throw Refuse.Parsing($"[terms] query does not support [{property.Name}]"),
            };
        }

        if (query?.Lookup is not null)
        {
            parser.Scope.Lookups.Add(query);
        }

        return query ?? throw Refuse.IllegalArgument("[terms] query requires a field name, followed by array of terms or a document lookup specification");
    }

    private static IReadOnlyList<string> ValuesOf(JsonElement list) =>
        list.EnumerateArray().Any(value => value.ValueKind == JsonValueKind.Null) ? throw Refuse.Parsing("No value specified for terms query") : list.Strings();

    protected override Matcher BindTo(QueryContext context)
    {
        var values = _values ?? throw Refuse.NotSupported("terms lookup in this place");
        if (values.Count > context.Limits.Terms)
        {
            throw Refuse.QueryShard($"failed to create query: The number of terms [{values.Count}] used in the Terms Query request has exceeded the allowed maximum of [{context.Limits.Terms}]. This maximum can be set by changing the [index.max_terms_count] index level setting.", context.Index);
        }

        if (field == "_index")
        {
            return values.Any(value => TermQuery.IsIndex(context, value)) ? AllMatcher.Instance : NoneMatcher.Instance;
        }

        return context.Field(field) is { } found && values.Count > 0 ? FieldTerms.Terms(context, found, values) : NoneMatcher.Instance;
    }
}

/// <summary>Where the values of a <c>terms</c> query stand.</summary>
internal sealed record TermsLookup(string Index, string Id, string Path)
{
    public static TermsLookup Parse(JsonElement body)
    {
        string? index = null, id = null, path = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "index":
                    index = property.Value.Text();
                    break;
                case "id":
                    id = property.Value.Text();
                    break;
                case "path":
                    path = property.Value.Text();
                    break;
                case "routing" or "type":
                    break;
                default:
                    throw Refuse.Parsing($"[terms_lookup] unknown field [{property.Name}]");
            }
        }

        return index is not null && id is not null && path is not null
            ? new TermsLookup(index, id, path)
            : throw Refuse.IllegalArgument("[terms] query lookup element requires specifying the index, the id and the path.");
    }
}
