using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Matching;

namespace DistLog.SearchNode.Http;

/// <summary><c>_mapping</c>.</summary>
internal static class MappingEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_mapping", GetAsync);
        routes.Map("GET", "/{index}/_mapping", GetAsync);
        routes.Map("PUT,POST", "/{index}/_mapping", PutAsync);
        routes.Map("PUT,POST", "/{index}/_mappings", PutAsync);
        routes.Map("GET", "/{index}/_mapping/field/{fields}", FieldAsync);
        routes.Map("GET", "/_mapping/field/{fields}", FieldAsync);
    }

    private static NameOptions Lenient(RestRequest request) => request.Names(NameOptions.Default with { ExpandClosed = true });

    private static Task GetAsync(RestRequest request)
    {
        var json = new JsonObject();
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), Lenient(request)))
        {
            json[index.Name] = new JsonObject { ["mappings"] = index.Mapping.Json.DeepClone() };
        }

        return request.Tree(json);
    }

    private static async Task PutAsync(RestRequest request)
    {
        var update = MappingNormalizer.Normalize(await request.RequiredObjectAsync());
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names(NameOptions.Default with { AllowNoIndices = false }));
        foreach (var index in indices)
        {
            IndexBlocks.CheckMetadata(index);
        }

        // All or none: what one index can't take is refused before another has it.
        foreach (var index in indices)
        {
            index.Merged(update);
        }

        lock (request.Node.State.Gate)
        {
            foreach (var index in indices)
            {
                index.Merge(update);
            }

            request.Node.Save();
        }

        await request.Acknowledged();
    }

    private static Task FieldAsync(RestRequest request)
    {
        var json = new JsonObject();
        var patterns = request.Path("fields").Split(',');
        foreach (var index in request.Node.Names.Indices(request.PathOrNull("index"), Lenient(request)))
        {
            var fields = new JsonObject();
            foreach (var path in index.Mapping.Fields.Keys.Concat(index.Mapping.Aliases.Keys).Where(path => patterns.Any(pattern => Glob.Matches(pattern, path))).Order(StringComparer.Ordinal))
            {
                fields[path] = FieldDescription.Of(index.Mapping, path, request.Flag("include_defaults"));
            }

            json[index.Name] = new JsonObject { ["mappings"] = fields };
        }

        return request.Tree(json);
    }
}
