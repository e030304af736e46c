using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Http;

/// <summary>What data streams have set for themselves beside their template: <c>_settings</c>, <c>_mappings</c>.</summary>
internal static class StreamSettingsEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET", "/_data_stream/{name}/_settings", request => ListAsync(request, stream => Settings(request, stream)));
        routes.Map("PUT", "/_data_stream/{name}/_settings", PutSettingsAsync);
        routes.Map("GET", "/_data_stream/{name}/_mappings", request => ListAsync(request, stream => Mappings(request, stream)));
        routes.Map("PUT", "/_data_stream/{name}/_mappings", PutMappingsAsync);
    }

    private static Task ListAsync(RestRequest request, Func<DataStream, JsonObject> describe) =>
        request.Tree(new JsonObject { ["data_streams"] = new JsonArray([.. DataStreamEndpoints.Find(request, request.Path("name")).Select(stream => (JsonNode)describe(stream))]) });

    private static TemplateContent Effective(RestRequest request, DataStream stream)
    {
        var content = request.Node.State.TemplateFor(stream.Name)?.Content(request.Node.State.Components) ?? TemplateContent.Empty;
        return content.With(new JsonObject { ["settings"] = stream.Settings.DeepClone(), ["mappings"] = stream.Mappings.DeepClone() });
    }

    private static JsonObject Settings(RestRequest request, DataStream stream) => new()
    {
        ["name"] = stream.Name,
        ["settings"] = stream.Settings.DeepClone(),
        ["effective_settings"] = Effective(request, stream).Settings.DeepClone(),
    };

    private static JsonObject Mappings(RestRequest request, DataStream stream) => new()
    {
        ["name"] = stream.Name,
        ["mappings"] = stream.Mappings.DeepClone(),
        ["effective_mappings"] = Effective(request, stream).Mapping.DeepClone(),
    };

    /// <summary>For the next backing indices; settings that can change while an index is there apply to the present ones, too.</summary>
    private static async Task PutSettingsAsync(RestRequest request)
    {
        var changes = IndexSettings.Normalize(await request.RequiredObjectAsync());
        var answers = new JsonArray();
        DataStreamEndpoints.Change(request, stream =>
        {
            var settings = (JsonObject)stream.Settings.DeepClone();
            settings.MergeFrom(changes);
            stream.Settings = settings;
            var later = Apply(request.Node, stream, changes);
            var answer = Settings(request, stream);
            answer.Insert(1, "applied_to_data_stream", true);
            answer["index_settings_results"] = new JsonObject { ["applied_to_data_stream_only"] = later, ["applied_to_data_stream_and_backing_indices"] = Others(changes, later) };
            answers.Add(answer);
        });
        await request.Tree(new JsonObject { ["data_streams"] = answers });
    }

    /// <summary>Sets what can be set on backing indices; the rest is for the next ones only.</summary>
    private static JsonArray Apply(Node node, DataStream stream, JsonObject changes)
    {
        var all = IndexSettings.Flatten(changes).ToArray();
        var now = all.Where(pair => !IsFinal(pair.Key)).ToArray();
        foreach (var index in stream.Backing.Select(name => node.State.Indices.GetValueOrDefault(name)).OfType<Cluster.Index>())
        {
            node.SetSettings(index, now.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        }

        return [.. all.Where(pair => IsFinal(pair.Key)).Select(pair => (JsonNode)pair.Key)];
    }

    private static bool IsFinal(string setting) => setting is "index.number_of_shards" or "index.mode" or "index.codec" or "index.routing_path";

    private static JsonArray Others(JsonObject changes, JsonArray later) =>
        [.. IndexSettings.Flatten(changes).Select(pair => pair.Key).Except(later.Strings()).Select(name => (JsonNode)name)];

    private static async Task PutMappingsAsync(RestRequest request)
    {
        var changes = await request.RequiredObjectAsync();
        MappingCompiler.Compile(MappingNormalizer.Normalize(changes), MappingSettings.Default);
        var answers = new JsonArray();
        DataStreamEndpoints.Change(request, stream =>
        {
            var mappings = (JsonObject)stream.Mappings.DeepClone();
            mappings.MergeFrom(changes);
            stream.Mappings = mappings;
            var answer = Mappings(request, stream);
            answer.Insert(1, "applied_to_data_stream", true);
            answers.Add(answer);
        });
        await request.Tree(new JsonObject { ["data_streams"] = answers });
    }
}
