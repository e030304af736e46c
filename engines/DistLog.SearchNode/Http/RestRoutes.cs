using DistLog.SearchNode.Cluster;

namespace DistLog.SearchNode.Http;

/// <summary>Ties paths to their handlers.</summary>
internal sealed class RestRoutes(IEndpointRouteBuilder endpoints, Node node)
{
    public void Map(string methods, string path, Func<RestRequest, Task> handle) =>
        endpoints.MapMethods(path, methods.Split(','), http =>
        {
            RestResponse.CheckFormat(http);
            return handle(new RestRequest(http, node));
        });
}
