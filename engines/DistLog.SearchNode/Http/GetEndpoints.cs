using System.Text;
using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Reading documents by id: <c>_doc</c>, <c>_source</c>, <c>_mget</c>. A write is seen at once, refreshed or not.</summary>
internal static class GetEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,HEAD", "/{index}/_doc/{id}", GetAsync);
        routes.Map("GET,HEAD", "/{index}/_source/{id}", SourceAsync);
        routes.Map("GET,POST", "/_mget", MultiGetAsync);
        routes.Map("GET,POST", "/{index}/_mget", MultiGetAsync);
    }

    private static Task GetAsync(RestRequest request)
    {
        var index = Single(request.Node, request.Path("index"));
        var document = Find(request, index, request.Path("id"));
        var filter = UriSearch.Source(request) ?? SourceFilter.Everything;
        return request.Json(writer => Write(writer, index, request.Path("id"), document, filter), document is null ? 404 : 200);
    }

    private static Task SourceAsync(RestRequest request)
    {
        var index = Single(request.Node, request.Path("index"));
        var document = Find(request, index, request.Path("id"));
        if (document is null || !index.Mapping.Source.Enabled)
        {
            throw Refuse.ResourceNotFound($"Document not found [{index.Name}]/[{request.Path("id")}]");
        }

        return request.Json(writer => (UriSearch.Source(request) ?? SourceFilter.Everything).Write(writer, document.Source));
    }

    private static StoredDocument? Find(RestRequest request, Index index, string id)
    {
        if (request.Flag("refresh"))
        {
            index.Store.Refresh();
        }

        var document = index.Store.Get(Encoding.UTF8.GetBytes(id));
        if (!request.Flag("realtime", true) && document is not null && document.SeqNo > index.Store.RefreshedSeqNo)
        {
            // Not in real time: what no refresh has shown isn't there yet.
            return null;
        }

        var (version, type) = (request.Long("version"), VersionTypes.Parse(request.Parameter("version_type")));
        if (document is not null && version is { } wanted && (type == VersionType.ExternalGte ? document.Version > wanted : document.Version != wanted))
        {
            throw Refuse.VersionConflict(index.Name, id, $"current version [{document.Version}] is different than the one provided [{wanted}]");
        }

        return document;
    }

    /// <summary>The one index that a name stands for.</summary>
    public static Index Single(Node node, string name)
    {
        var indices = node.Names.Indices(name, NameOptions.Default with { AllowNoIndices = false });
        return indices.Count == 1
            ? indices[0]
            : throw Refuse.IllegalArgument($"alias [{name}] has more than one index associated with it [{string.Join(", ", indices.Select(index => index.Name))}], can't execute a single index op");
    }

    public static void Write(Utf8JsonWriter writer, Index index, string id, StoredDocument? document, SourceFilter filter)
    {
        writer.WriteStartObject();
        writer.WriteString("_index", index.Name);
        writer.WriteString("_id", id);
        if (document is not null)
        {
            writer.WriteNumber("_version", document.Version);
            writer.WriteNumber("_seq_no", document.SeqNo);
            writer.WriteNumber("_primary_term", IndexStore.PrimaryTerm);
        }

        writer.WriteBoolean("found", document is not null);
        if (document is not null && filter.IsEnabled && index.Mapping.Source.Enabled)
        {
            writer.WritePropertyName("_source");
            filter.Write(writer, document.Source);
        }

        writer.WriteEndObject();
    }

    private static async Task MultiGetAsync(RestRequest request)
    {
        using var body = await request.JsonAsync();
        var root = body?.RootElement ?? throw Refuse.Parsing("request body is required");
        var wanted = root.TryGetProperty("docs", out var docs)
            ? docs.EnumerateArray().Select(item => Wanted(request, item)).ToArray()
            : root.TryGetProperty("ids", out var ids) ? [.. ids.EnumerateArray().Select(id => (request.PathOrNull("index"), id.Text(), (SourceFilter?)null))] : [];
        if (wanted.Length == 0)
        {
            throw Refuse.Validation("no documents to get");
        }

        var everything = UriSearch.Source(request) ?? SourceFilter.Everything;
        await request.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("docs");
            foreach (var (index, id, filter) in wanted)
            {
                WriteOne(writer, request, index, id!, filter ?? everything);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static (string?, string?, SourceFilter?) Wanted(RestRequest request, JsonElement item)
    {
        var (index, id, filter) = (request.PathOrNull("index"), (string?)null, (SourceFilter?)null);
        foreach (var property in item.EnumerateObject())
        {
            switch (property.Name)
            {
                case "_index":
                    index = property.Value.Text();
                    break;
                case "_id":
                    id = property.Value.Text();
                    break;
                case "_source":
                    filter = SourceFilter.Parse(property.Value);
                    break;
                case "routing" or "stored_fields" or "version" or "version_type":
                    break;
                default:
                    throw Refuse.Parsing($"unknown field [{property.Name}] in a multi get request");
            }
        }

        if (index is null || id is null)
        {
            throw Refuse.Validation(index is null ? "index is missing for doc 0" : "id is missing for doc 0");
        }

        return (index, id, filter);
    }

    private static void WriteOne(Utf8JsonWriter writer, RestRequest request, string? name, string id, SourceFilter filter)
    {
        try
        {
            var index = Single(request.Node, name ?? throw Refuse.Validation("index is missing for doc 0"));
            Write(writer, index, id, index.Store.Get(Encoding.UTF8.GetBytes(id)), filter);
        }
        catch (ElasticsearchException wrong) when (wrong.Type != "action_request_validation_exception")
        {
            writer.WriteStartObject();
            writer.WriteString("_index", name);
            writer.WriteString("_id", id);
            writer.WriteStartObject("error");
            writer.WriteStartArray("root_cause");
            writer.WriteStartObject();
            ErrorBody.WriteWithCause(writer, wrong);
            writer.WriteEndObject();
            writer.WriteEndArray();
            ErrorBody.WriteWithCause(writer, wrong);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }
}
