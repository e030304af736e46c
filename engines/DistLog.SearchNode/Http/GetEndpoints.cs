using System.Text.Json;
using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;
using DistLog.SearchNode.Storage;
using Index = DistLog.SearchNode.Cluster.Index;

namespace DistLog.SearchNode.Http;

/// <summary>Reading documents by id: <c>_doc</c>, <c>_source</c>. A write is seen at once, refreshed or not.</summary>
internal static class GetEndpoints
{
    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,HEAD", "/{index}/_doc/{id}", GetAsync);
        routes.Map("GET,HEAD", "/{index}/_source/{id}", SourceAsync);
        MultiGetEndpoint.Map(routes);
    }

    private static Task GetAsync(RestRequest request)
    {
        var wanted = DocumentRequest.Of(request, request.Path("index"), request.Path("id"));
        var (index, document) = wanted.Find(request.Node);
        return request.Json(writer => Write(writer, index, wanted, document), document is null ? 404 : 200);
    }

    private static Task SourceAsync(RestRequest request)
    {
        var wanted = DocumentRequest.Of(request, request.Path("index"), request.Path("id"));
        var (index, document) = wanted.Find(request.Node);
        if (document is null)
        {
            throw Refuse.ResourceNotFound($"Document not found [{index.Name}]/[{wanted.Id}]");
        }

        return index.Mapping.Source.Enabled
            ? request.Json(writer => (UriSearch.Source(request) ?? SourceFilter.Everything).Write(writer, document.Source))
            : throw Refuse.ResourceNotFound($"Source not found [{index.Name}]/[{wanted.Id}]");
    }

    /// <summary>The one index that a name stands for.</summary>
    public static Index Single(Node node, string name)
    {
        var indices = node.Names.Indices(name, NameOptions.Default with { AllowNoIndices = false });
        return indices.Count == 1
            ? indices[0]
            : throw Refuse.IllegalArgument($"alias [{name}] has more than one index associated with it [{string.Join(", ", indices.Select(index => index.Name))}], can't execute a single index op");
    }

    public static void Write(Utf8JsonWriter writer, Index index, DocumentRequest wanted, StoredDocument? document)
    {
        writer.WriteStartObject();
        writer.WriteString("_index", index.Name);
        writer.WriteString("_id", wanted.Id);
        if (document is not null)
        {
            WriteMetadata(writer, document);
        }

        writer.WriteBoolean("found", document is not null);
        if (document is not null)
        {
            WriteContent(writer, index, wanted, document);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, StoredDocument document)
    {
        writer.WriteNumber("_version", document.Version);
        writer.WriteNumber("_seq_no", document.SeqNo);
        writer.WriteNumber("_primary_term", IndexStore.PrimaryTerm);
        if (document.Routing is { } routing)
        {
            writer.WriteString("_routing", routing);
        }

        var ignored = document.Ignored.ToArray();
        if (ignored.Length == 0)
        {
            return;
        }

        writer.WriteStartArray("_ignored");
        foreach (var path in ignored)
        {
            writer.WriteStringValue(path);
        }

        writer.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter writer, Index index, DocumentRequest wanted, StoredDocument document)
    {
        if (wanted.Filter.IsEnabled && index.Mapping.Source.Enabled)
        {
            writer.WritePropertyName("_source");
            wanted.Filter.Write(writer, document.Source);
        }

        if (wanted.StoredFields.Count > 0)
        {
            StoredFields.Write(writer, index.Mapping, wanted.StoredFields, document.Source);
        }
    }
}
