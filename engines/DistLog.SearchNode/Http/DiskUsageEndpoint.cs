using System.Globalization;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Storage.Segments;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>
/// <c>_disk_usage</c>: what each field takes. Values in columns count as doc values, what rebuilds <c>_source</c> as stored fields, and
/// filters, templates and the index of ids as inverted index; the structures of Lucene that there are none of take nothing.
/// </summary>
internal static class DiskUsageEndpoint
{
    private static readonly string[] Units = ["b", "kb", "mb", "gb", "tb", "pb"];

    public static void Map(RestRoutes routes) => routes.Map("POST", "/{index}/_disk_usage", HandleAsync);

    private static async Task HandleAsync(RestRequest request)
    {
        if (!request.Flag("run_expensive_tasks"))
        {
            throw Refuse.IllegalArgument("analyzing the disk usage of an index is expensive and resource intensive, the parameter [run_expensive_tasks] must be set to [true] in order for the task to be performed.");
        }

        var indices = request.Node.Names.Indices(request.PathOrNull("index"), request.Names());
        var answer = new JsonObject { ["_shards"] = new JsonObject { ["total"] = indices.Count, ["successful"] = indices.Count, ["failed"] = 0 } };
        foreach (var index in indices)
        {
            if (request.Flag("flush", unset: true))
            {
                await request.Node.FlushAsync(index, request.Aborted);
            }

            answer[index.Name] = UsageOf(index);
        }

        await request.Tree(answer);
    }

    private static JsonObject UsageOf(Index index)
    {
        var space = new SpaceByField();
        foreach (var segment in index.Store.Segments)
        {
            space.Add(segment);
        }

        var json = new JsonObject();
        Write(json, "store_size", index.Store.SizeOnDisk() + index.Store.Segments.Sum(segment => segment.IdFileSize));
        json["all_fields"] = Write(space.Total);
        json["fields"] = new JsonObject(space.Fields.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)Write(field.Value))));
        return json;
    }

    private static JsonObject Write(Space space)
    {
        var json = new JsonObject();
        Write(json, "total", space.Total, "total_in_bytes");
        var inverted = new JsonObject();
        Write(inverted, "total", space.Index, "total_in_bytes");
        json["inverted_index"] = inverted;
        Write(json, "stored_fields", space.Stored);
        Write(json, "doc_values", space.Values);
        foreach (var none in new[] { "points", "norms", "term_vectors", "knn_vectors" })
        {
            Write(json, none, 0);
        }

        return json;
    }

    private static void Write(JsonObject json, string name, long bytes, string? inBytes = null)
    {
        json[name] = TextOf(bytes);
        json[inBytes ?? name + "_in_bytes"] = bytes;
    }

    /// <summary>In the largest unit that leaves at least one, with one decimal.</summary>
    private static string TextOf(double bytes)
    {
        var step = 0;
        for (; bytes >= 1024 && step < Units.Length - 1; step++)
        {
            bytes /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(bytes * 10) / 10:0.#}{Units[step]}");
    }
}
