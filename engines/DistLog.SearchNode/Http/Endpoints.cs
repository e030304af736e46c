using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Http.Bulk;
using DistLog.SearchNode.Http.Cat;
using DistLog.SearchNode.Security;

namespace DistLog.SearchNode.Http;

/// <summary>All endpoints.</summary>
internal static class Endpoints
{
    public static void MapElasticsearch(this WebApplication app)
    {
        var routes = new RestRoutes(app, app.Services.GetRequiredService<Node>());
        InfoEndpoints.Map(routes);
        BulkEndpoint.Map(routes);
        DocumentEndpoints.Map(routes);
        SearchEndpoints.Map(routes);
        ScrollEndpoints.Map(routes);
        MultiSearchEndpoint.Map(routes);
        ValidateQueryEndpoint.Map(routes);
        ExplainEndpoint.Map(routes);
        ByQuery.ByQueryEndpoints.Map(routes);
        FieldCapsEndpoint.Map(routes);
        ResolveEndpoint.Map(routes);
        RolloverEndpoint.Map(routes);
        IndexEndpoints.Map(routes);
        MappingEndpoints.Map(routes);
        SettingsEndpoints.Map(routes);
        ShardEndpoints.Map(routes);
        DiskUsageEndpoint.Map(routes);
        AnalyzeEndpoint.Map(routes);
        AliasEndpoints.Map(routes);
        TemplateEndpoints.Map(routes);
        LegacyTemplateEndpoints.Map(routes);
        SimulateEndpoints.Map(routes);
        DataStreamEndpoints.Map(routes);
        DataStreamOptionsEndpoints.Map(routes);
        PolicyEndpoints.Map(routes);
        LifecycleEndpoints.Map(routes);
        StreamLifecycleEndpoints.Map(routes);
        StreamSettingsEndpoints.Map(routes);
        StatsEndpoints.Map(routes);
        ClusterHealthEndpoint.Map(routes);
        ClusterStateEndpoint.Map(routes);
        ClusterStatsEndpoint.Map(routes);
        ClusterSettingsEndpoints.Map(routes);
        ClusterRoutingEndpoints.Map(routes);
        NodesEndpoints.Map(routes);
        UnsupportedEndpoints.Map(routes);
        LicenseEndpoints.Map(routes);
        new SecurityEndpoints(app.Services.GetRequiredService<ApiKeyStore>()).Map(routes);
        AnalyzerEndpoints.Map(routes);
        TaskEndpoints.Map(routes);
        CatEndpoints.Map(routes);
        routes.RefuseOtherMethods();
    }
}
