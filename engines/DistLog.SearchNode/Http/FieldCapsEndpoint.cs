using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;
using Index = DistLog.SearchNode.Cluster.Index;

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
        var body = await request.ObjectAsync();
        if (body?["index_filter"] is not null || body?["runtime_mappings"] is not null)
        {
            throw Refuse.NotSupported("index_filter and runtime_mappings of _field_caps");
        }

        var patterns = request.List("fields") ?? (body?["fields"]).Strings();
        if (patterns.Count == 0)
        {
            throw Refuse.Validation("no fields specified");
        }

        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        var found = indices.SelectMany(index => TypesOf(index).Where(field => patterns.Any(pattern => Glob.Matches(pattern, field.Path))).Select(field => (Index: index, field.Path, field.Type, field.Field)));
        var fields = new JsonObject();
        foreach (var field in found.GroupBy(entry => entry.Path).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            fields[field.Key] = Describe([.. field], indices, request.Flag("include_unmapped"));
        }

        await request.Tree(new JsonObject { ["indices"] = List(indices.Select(index => index.Name)), ["fields"] = fields });
    }

    private static IEnumerable<(string Path, string Type, FieldMapping? Field)> TypesOf(Index index)
    {
        var paths = index.Mapping.Fields.Values.Select(field => (field.Path, field.Kind == FieldKind.ConstantKeyword || field.Kind == FieldKind.Wildcard ? "keyword" : field.TypeName, (FieldMapping?)field));
        return paths.Concat(Objects(index.Mapping.Root).Select(path => (path, "object", (FieldMapping?)null)));
    }

    private static IEnumerable<string> Objects(ObjectMapping parent) =>
        parent.Children.Values.OfType<ObjectMapping>().SelectMany(child => Objects(child).Prepend(child.Path));

    private static JsonObject Describe((Index Index, string Path, string Type, FieldMapping? Field)[] entries, IReadOnlyList<Index> indices, bool unmapped)
    {
        var types = entries.GroupBy(entry => entry.Type).ToArray();
        var json = new JsonObject();
        var without = indices.Where(index => entries.All(entry => entry.Index != index)).Select(index => index.Name).ToArray();
        foreach (var type in types.OrderBy(type => type.Key, StringComparer.Ordinal))
        {
            var caps = new JsonObject
            {
                ["type"] = type.Key,
                ["metadata_field"] = false,
                ["searchable"] = type.All(entry => entry.Field?.Searchable ?? false),
                ["aggregatable"] = type.All(entry => entry.Field is { Searchable: true, Kind: not FieldKind.Text }),
            };
            if (types.Length > 1 || (unmapped && without.Length > 0))
            {
                caps["indices"] = List(type.Select(entry => entry.Index.Name));
            }

            json[type.Key] = caps;
        }

        if (unmapped && without.Length > 0)
        {
            json["unmapped"] = new JsonObject { ["type"] = "unmapped", ["metadata_field"] = false, ["searchable"] = false, ["aggregatable"] = false, ["indices"] = List(without) };
        }

        return json;
    }

    private static JsonArray List(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
