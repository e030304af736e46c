using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Mapping.Dates;
using DistLog.SearchNode.Matching;
using DistLog.SearchNode.Queries;

namespace DistLog.SearchNode.Http;

/// <summary><c>_field_caps</c>: which fields there are over several indices, and what can be done with them.</summary>
internal static class FieldCapsEndpoint
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,POST", "/_field_caps", HandleAsync);
        routes.Map("GET,POST", "/{index}/_field_caps", HandleAsync);
    }

    private static async Task HandleAsync(RestRequest request)
    {
        using var body = await request.JsonAsync();
        var (patterns, filter) = Parse(body?.RootElement);
        patterns = request.List("fields") ?? patterns;
        if (patterns.Count == 0)
        {
            throw Refuse.Validation("no fields specified");
        }

        var targets = request.Node.Names.Resolve(request.PathOrNull("index"), request.Names());
        var now = Instant.FromMillis(request.Node.Time.GetUtcNow().ToUnixTimeMilliseconds());
        ResolvedIndex[] matching = filter is null ? [.. targets] : [.. targets.Where(target => MayMatch(filter, target, now))];
        var wanted = new Filter(request.List("filters") ?? [], request.List("types") ?? []);
        var found = matching.SelectMany(target => FieldCapabilities.Of(target.Index.Mapping)
            .Where(field => wanted.Takes(field) && patterns.Any(pattern => Glob.Matches(pattern, field.Path)))
            .Select(field => (Index: target.Index.Name, Field: field)));
        string[] names = [.. matching.Select(target => target.Index.Name)];
        var fields = new JsonObject();
        foreach (var group in found.GroupBy(entry => entry.Field.Path).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            fields[group.Key] = Describe([.. group], names, request.Flag("include_unmapped"));
        }

        await request.Tree(new JsonObject { ["indices"] = List(names), ["fields"] = fields });
    }

    private static (IReadOnlyList<string> Fields, Query? Filter) Parse(JsonElement? body)
    {
        (IReadOnlyList<string> fields, Query? filter) = ([], null);
        foreach (var property in body is { ValueKind: JsonValueKind.Object } present ? present.EnumerateObject() : default)
        {
            switch (property.Name)
            {
                case "fields":
                    fields = property.Value.Strings();
                    break;
                case "index_filter":
                    filter = QueryParser.ParseOne(property.Value);
                    break;
                case "runtime_mappings":
                    throw Refuse.NotSupported("runtime_mappings of _field_caps");
                default:
                    throw Refuse.ContentParse($"[field_caps_request] unknown field [{property.Name}]");
            }
        }

        return (fields, filter);
    }

    /// <summary>False where bounds and filters of all blocks rule a match out.</summary>
    private static bool MayMatch(Query filter, ResolvedIndex target, Instant now)
    {
        var matcher = filter.Bind(QueryContext.Of(target, now));
        return matcher is not NoneMatcher && target.View.Any(view => matcher.MayMatch(view.Block));
    }

    private static JsonObject Describe((string Index, FieldCapability Field)[] entries, string[] indices, bool unmapped)
    {
        var types = entries.GroupBy(entry => entry.Field.Type).OrderBy(type => type.Key, StringComparer.Ordinal).ToArray();
        string[] without = unmapped ? [.. indices.Except(entries.Select(entry => entry.Index))] : [];
        var json = new JsonObject();
        foreach (var type in types)
        {
            json[type.Key] = DescribeType([.. type], listsIndices: types.Length > 1 || without.Length > 0);
        }

        if (without.Length > 0)
        {
            json["unmapped"] = new JsonObject { ["type"] = "unmapped", ["metadata_field"] = false, ["searchable"] = false, ["aggregatable"] = false, ["indices"] = List(without) };
        }

        return json;
    }

    private static JsonObject DescribeType((string Index, FieldCapability Field)[] entries, bool listsIndices)
    {
        var json = new JsonObject
        {
            ["type"] = entries[0].Field.Type,
            ["metadata_field"] = entries[0].Field.IsMetadata,
            ["searchable"] = entries.All(entry => entry.Field.Searchable),
            ["aggregatable"] = entries.All(entry => entry.Field.Aggregatable),
        };
        if (listsIndices)
        {
            json["indices"] = List(entries.Select(entry => entry.Index));
        }

        ListExceptions(json, "non_searchable_indices", entries, field => field.Searchable);
        ListExceptions(json, "non_aggregatable_indices", entries, field => field.Aggregatable);
        var meta = entries.SelectMany(entry => entry.Field.Meta ?? []).GroupBy(note => note.Key).OrderBy(note => note.Key, StringComparer.Ordinal).ToArray();
        if (meta.Length > 0)
        {
            json["meta"] = new JsonObject(meta.Select(note => KeyValuePair.Create(note.Key, (JsonNode?)List(note.Select(value => value.Value.Text() ?? "").Distinct().Order(StringComparer.Ordinal)))));
        }

        return json;
    }

    /// <summary>Where the indices don't agree, those that can't.</summary>
    private static void ListExceptions(JsonObject json, string name, (string Index, FieldCapability Field)[] entries, Func<FieldCapability, bool> can)
    {
        string[] cannot = [.. entries.Where(entry => !can(entry.Field)).Select(entry => entry.Index)];
        if (cannot.Length > 0 && cannot.Length < entries.Length)
        {
            json[name] = List(cannot);
        }
    }

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);

    /// <summary>Which kinds of fields are wanted.</summary>
    private sealed class Filter
    {
        private readonly IReadOnlyList<string> _filters;
        private readonly IReadOnlyList<string> _types;

        public Filter(IReadOnlyList<string> filters, IReadOnlyList<string> types)
        {
            (_filters, _types) = (filters, types);
            if (filters.FirstOrDefault(filter => filter is not ("+metadata" or "-metadata" or "-parent" or "-nested" or "-multifield")) is { } unknown)
            {
                throw Refuse.IllegalArgument($"Unknown field caps filter [{unknown}]");
            }
        }

        public bool Takes(FieldCapability field) =>
            (_types.Count == 0 || _types.Contains(field.Type))
            && (!_filters.Contains("+metadata") || field.IsMetadata)
            && (!_filters.Contains("-metadata") || !field.IsMetadata)
            && (!_filters.Contains("-parent") || !field.IsObject)
            && (!_filters.Contains("-nested") || field.Type != "nested")
            && (!_filters.Contains("-multifield") || !field.IsMultiField);
    }
}
