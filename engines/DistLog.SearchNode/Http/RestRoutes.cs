using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Security;

namespace DistLog.SearchNode.Http;

/// <summary>Ties paths to their handlers.</summary>
internal sealed class RestRoutes(IEndpointRouteBuilder endpoints, Node node)
{
    private static readonly string[] AllMethods = ["GET", "POST", "PUT", "DELETE"];

    private readonly Dictionary<string, SortedSet<string>> _methods = new(StringComparer.Ordinal);

    /// <summary>A path such as <c>/_search</c> is no index, whatever the method: where it has no such method, it says which ones it has.</summary>
    public void RefuseOtherMethods()
    {
        foreach (var (path, methods) in _methods.Where(pair => pair.Key.StartsWith("/_", StringComparison.Ordinal) && pair.Key.LastIndexOf('/') == 0))
        {
            endpoints.MapMethods(path, AllMethods.Except(methods), http => ErrorHandling.WrongMethodAsync(http, string.Join(", ", methods)));
        }
    }

    public void Map(string methods, string path, Func<RestRequest, Task> handle)
    {
        var known = KnownParameters.Of(path);
        foreach (var method in methods.Split(','))
        {
            var access = RouteAccess.Of(method, path);
            (_methods.TryGetValue(path, out var others) ? others : _methods[path] = new(StringComparer.Ordinal)).Add(method);
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
