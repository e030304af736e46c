using System.Text.Json.Nodes;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Matching;
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
        var wanted = request.List("features");
        var indices = request.Node.Names.Indices(request.Path("index"), request.Names());
        var json = new JsonObject();
        foreach (var index in indices)
        {
            json[index.Name] = Describe(request, index, wanted);
        }

        return request.Tree(json);
    }

    private static JsonObject Describe(RestRequest request, Index index, IReadOnlyList<string>? wanted)
    {
        var json = new JsonObject
        {
            ["aliases"] = AliasEndpoints.Of(index),
            ["mappings"] = index.Mapping.Json.DeepClone(),
            ["settings"] = SettingsEndpoints.Of(request, index),
        };
        if (request.Flag("include_defaults"))
        {
            json["defaults"] = SettingsEndpoints.Defaults(request, index);
        }

        if (index.DataStream is { } stream)
        {
            json["data_stream"] = stream;
        }

        foreach (var feature in json.Select(pair => pair.Key).Where(key => wanted is { Count: > 0 } && !wanted.Contains(key)).ToArray())
        {
            json.Remove(feature);
        }

        return json;
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
        var (expression, state) = (request.Path("index"), request.Node.State);
        var names = request.Names(NameOptions.Default with { ExpandClosed = true });
        foreach (var name in expression.Split(',').Where(name => !IsPattern(name) && !name.StartsWith('-')))
        {
            RefuseNotAnIndex(state, name, names.IgnoreUnavailable);
        }

        var found = IndicesOnly(state, expression, names);
        if (!names.AllowNoIndices && expression.Split(',').FirstOrDefault(name => IsPattern(name) && IndicesOnly(state, name, names).Count == 0) is { } empty)
        {
            throw Refuse.IndexNotFound(empty);
        }

        // A pattern that nothing fits does no harm; one for everything is refused even where there is nothing yet.
        var isBroad = expression.Split(',').Any(name => name is "*" or "_all") || found.Any(index => !expression.Split(',').Contains(index.Name));
        if (isBroad && RequiresNames(state))
        {
            throw Refuse.IllegalArgument("Wildcard expressions or all indices are not allowed");
        }

        request.Node.DeleteIndices(found);
        return request.Acknowledged();
    }

    private static bool IsPattern(string name) => name.Contains('*') || name == "_all";

    private static bool RequiresNames(ClusterState state) => state.Value("action.destructive_requires_name") != "false";

    /// <summary>The indices that an expression names; aliases and data streams are not gone through.</summary>
    private static List<Index> IndicesOnly(ClusterState state, string expression, NameOptions names)
    {
        var found = new SortedDictionary<string, Index>(StringComparer.Ordinal);
        foreach (var name in expression.Split(','))
        {
            var isExclusion = name.StartsWith('-') && expression.Contains('*');
            var pattern = name == "_all" ? "*" : isExclusion ? name[1..] : name;
            foreach (var index in state.Indices.Values.Where(index => Glob.Matches(pattern, index.Name) && (index.Name == pattern || isExclusion || IsExpanded(index, pattern, names))))
            {
                if (isExclusion)
                {
                    found.Remove(index.Name);
                }
                else
                {
                    found[index.Name] = index;
                }
            }
        }

        return [.. found.Values];
    }

    private static bool IsExpanded(Index index, string pattern, NameOptions names) =>
        (index.Metadata.IsClosed ? names.ExpandClosed : names.ExpandOpen) && (!index.Metadata.IsHidden || names.ExpandHidden || pattern.StartsWith('.'));

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
        if (request.Flag("force") && !request.Flag("wait_if_ongoing", true))
        {
            throw Refuse.Validation("wait_if_ongoing must be true for a force flush");
        }

        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        foreach (var index in indices)
        {
            await request.Node.FlushAsync(index, request.Aborted);
            index.CountFlush();
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
