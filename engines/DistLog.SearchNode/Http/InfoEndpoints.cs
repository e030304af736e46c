namespace DistLog.SearchNode.Http;

/// <summary><c>/</c>, <c>/health</c>, <c>/alive</c>.</summary>
internal static class InfoEndpoints
{
    /// <summary>The version that clients see; they choose their behaviour by it.</summary>
    public const string Version = "8.17.0";

    /// <summary>There is no commit of Elasticsearch behind it.</summary>
    public const string BuildHash = "0000000000000000000000000000000000000000";

    public const string BuildDate = "2024-12-11T12:08:05.663969764Z";

    /// <summary>The version of the search library that Elasticsearch of this version has.</summary>
    public const string LuceneVersion = "9.12.0";

    public static void Map(RestRoutes routes)
    {
        routes.Map("GET,HEAD", "/", InfoAsync);
        routes.Map("GET,HEAD", "/health", request => request.Text("Healthy"));
        routes.Map("GET,HEAD", "/alive", request => request.Text("Healthy"));
    }

    private static Task InfoAsync(RestRequest request) => request.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", NodeIdentity.Name);
        writer.WriteString("cluster_name", NodeIdentity.ClusterName);
        writer.WriteString("cluster_uuid", request.Node.State.ClusterUuid);
        writer.WriteStartObject("version");
        writer.WriteString("number", Version);
        writer.WriteString("build_flavor", "default");
        writer.WriteString("build_type", "tar");
        writer.WriteString("build_hash", BuildHash);
        writer.WriteString("build_date", BuildDate);
        writer.WriteBoolean("build_snapshot", false);
        writer.WriteString("lucene_version", LuceneVersion);
        writer.WriteString("minimum_wire_compatibility_version", "7.17.0");
        writer.WriteString("minimum_index_compatibility_version", "7.0.0");
        writer.WriteEndObject();
        writer.WriteString("tagline", "You Know, for Search");
        writer.WriteEndObject();
    });
}
