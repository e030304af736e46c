using Microsoft.Extensions.Configuration;

namespace DistLog.ServiceDefaults.Discovery;

/// <summary>
/// Replaces a service's name in a request's address by an endpoint of that service, as the host injects them:
/// <c>http://inventory/stock</c> becomes <c>services:inventory:http:0</c> + <c>/stock</c>. The scheme
/// <c>https+http</c> takes https where there is one. Several endpoints are taken in turn.
/// Names that are not configured pass unchanged, so that DNS can answer.
/// </summary>
internal sealed class ServiceDiscoveryHandler(IConfiguration configuration) : DelegatingHandler
{
    private static int _turn;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            request.RequestUri = Resolve(uri);
        }

        return base.SendAsync(request, cancellationToken);
    }

    private Uri Resolve(Uri uri)
    {
        foreach (var scheme in uri.Scheme.Split('+'))
        {
            var endpoints = configuration.GetSection($"services:{uri.Host}:{scheme}").GetChildren().ToArray();
            if (endpoints.Length > 0)
            {
                var turn = (uint)Interlocked.Increment(ref _turn);
                var address = endpoints[turn % (uint)endpoints.Length].Value!;
                return new Uri(new Uri(address), uri.PathAndQuery);
            }
        }

        return uri;
    }
}
