using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Security;

namespace DistLog.SearchNode.Http;

/// <summary>Ties paths to their handlers.</summary>
internal sealed class RestRoutes(IEndpointRouteBuilder endpoints, Node node)
{
    public void Map(string methods, string path, Func<RestRequest, Task> handle)
    {
        var known = KnownParameters.Of(path);
        foreach (var method in methods.Split(','))
        {
            var access = RouteAccess.Of(method, path);
            endpoints.MapMethods(path, [method], http =>
            {
                MediaTypes.Check(http);
                RestResponse.CheckFormat(http);
                KnownParameters.Check(http, known);
                SecurityMiddleware.Authorize(http, path, access);
                return handle(new RestRequest(http, node));
            });
        }
    }
}
