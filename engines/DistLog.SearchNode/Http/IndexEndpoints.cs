using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Indices themselves: create, delete, get, exists, open, close, refresh, flush, merge, stats.</summary>
internal static class IndexEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("PUT", "/{index}", CreateAsync);
        routes.Map("GET", "/{index}", GetAsync);
        routes.Map("HEAD", "/{index}", ExistsAsync);
        routes.Map("DELETE", "/{index}", DeleteAsync);
        routes.Map("POST", "/{index}/_open", request => SetClosedAsync(request, closed: false));
        routes.Map("POST", "/{index}/_close", request => SetClosedAsync(request, closed: true));
        foreach (var prefix in new[] { "", "/{index}" })
        {
            routes.Map("GET,POST", prefix + "/_refresh", RefreshAsync);
            routes.Map("GET,POST", prefix + "/_flush", FlushAsync);
            routes.Map("POST", prefix + "/_forcemerge", MergeAsync);
            routes.Map("POST", prefix + "/_cache/clear", request => BroadcastAsync(request, request.Node.Names.Indices(request.PathOrNull("index"), request.Names())));
        }
    }

    private static async Task CreateAsync(RestRequest request)
    {
        var name = request.Path("index");
        var index = request.Node.CreateIndex(name, await request.ObjectAsync());
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("acknowledged", true);
            writer.WriteBoolean("shards_acknowledged", true);
            writer.WriteString("index", index.Name);
            writer.WriteEndObject();
        });
    }

    private static Task GetAsync(RestRequest request)
    {
        var names = request.Names(NameOptions.Default);
        var indices = request.Node.Names.Indices(request.Path("index"), names);
        var json = new JsonObject();
        foreach (var index in indices)
        {
            json[index.Name] = Describe(request, index);
        }

        return request.Tree(json);
    }

    private static JsonObject Describe(RestRequest request, Index index)
    {
        var json = new JsonObject
        {
            ["aliases"] = AliasEndpoints.Of(index),
            ["mappings"] = index.Mapping.Json.DeepClone(),
            ["settings"] = SettingsOf(request, index),
        };
        if (index.DataStream is { } stream)
        {
            json["data_stream"] = stream;
        }

        return json;
    }

    public static JsonNode SettingsOf(RestRequest request, Index index)
    {
        if (!request.Flag("flat_settings"))
        {
            return index.Metadata.Settings.DeepClone();
        }

        return new JsonObject(IndexSettings.Flatten(index.Metadata.Settings).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
    }

    private static Task ExistsAsync(RestRequest request)
    {
        try
        {
            var any = request.Node.Names.Resolve(request.Path("index"), request.Names()).Count > 0;
            return request.Empty(any ? 200 : 404);
        }
        catch (ElasticsearchException missing) when (missing.Status == 404)
        {
            return request.Empty(404);
        }
    }

    private static Task DeleteAsync(RestRequest request)
    {
        var expression = request.Path("index");
        if (expression.Split(',').Any(name => name.Contains('*') || name == "_all"))
        {
            throw Refuse.IllegalArgument("Wildcard expressions or all indices are not allowed");
        }

        var names = request.Names(NameOptions.Default with { ExpandClosed = true });
        foreach (var name in expression.Split(','))
        {
            RefuseNotAnIndex(request.Node.State, name, names.IgnoreUnavailable);
        }

        request.Node.DeleteIndices(expression.Split(',').Select(name => request.Node.State.Indices.GetValueOrDefault(name)).OfType<Index>());
        return request.Acknowledged();
    }

    private static void RefuseNotAnIndex(ClusterState state, string name, bool ignoreUnavailable)
    {
        if (state.DataStreams.ContainsKey(name))
        {
            throw Refuse.IllegalArgument($"The provided expression [{name}] matches a data stream, delete it by the data stream API instead");
        }

        if (!ignoreUnavailable && (state.WithAlias(name).Any() || state.StreamsWithAlias(name).Any()))
        {
            throw Refuse.IllegalArgument($"The provided expression [{name}] matches an alias, specify the corresponding concrete indices instead.");
        }

        if (!ignoreUnavailable && !state.Indices.ContainsKey(name))
        {
            throw Refuse.IndexNotFound(name);
        }
    }

    private static Task SetClosedAsync(RestRequest request, bool closed)
    {
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names(NameOptions.Default with { ExpandClosed = true }));
        request.Node.SetClosed(indices, closed);
        return request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("acknowledged", true);
            writer.WriteBoolean("shards_acknowledged", true);
            if (closed)
            {
                writer.WriteStartObject("indices");
                foreach (var index in indices)
                {
                    writer.WriteStartObject(index.Name);
                    writer.WriteBoolean("closed", true);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });
    }

    private static Task RefreshAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        foreach (var index in indices)
        {
            index.Store.Refresh();
        }

        return BroadcastAsync(request, indices);
    }

    private static async Task FlushAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        foreach (var index in indices)
        {
            await request.Node.FlushAsync(index, request.Aborted);
        }

        await BroadcastAsync(request, indices);
    }

    private static async Task MergeAsync(RestRequest request)
    {
        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        foreach (var index in indices)
        {
            await request.Node.FlushAsync(index, request.Aborted);
            await request.Node.MergeAsync(index, all: true, request.Aborted);
        }

        await BroadcastAsync(request, indices);
    }

    private static Task BroadcastAsync(RestRequest request, IReadOnlyList<Index> indices) => request.Json(writer =>
    {
        writer.WriteStartObject();
        var shards = indices.Sum(index => index.Metadata.Shards);
        writer.WriteStartObject("_shards");
        writer.WriteNumber("total", indices.Sum(index => index.Metadata.ShardCopies));
        writer.WriteNumber("successful", shards);
        writer.WriteNumber("failed", 0);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
