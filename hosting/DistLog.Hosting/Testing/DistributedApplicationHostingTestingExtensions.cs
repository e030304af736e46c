using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>How a test reaches the resources of a running application.</summary>
public static class DistributedApplicationHostingTestingExtensions
{
    /// <summary>A client whose base address is the endpoint's; the first HTTP endpoint by default.</summary>
    public static HttpClient CreateHttpClient(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        HttpClient client = LocalHttp.CreateClient();
        client.BaseAddress = app.GetEndpoint(resourceName, endpointName);
        return client;
    }

    /// <summary>An endpoint's URL; the first HTTP endpoint by default, or the only one.</summary>
    public static Uri GetEndpoint(this DistributedApplication app, string resourceName, string? endpointName = null)
    {
        IResource resource = FindResource(app, resourceName);
        EndpointAnnotation[] endpoints = [.. resource.Annotations.OfType<EndpointAnnotation>()];
        EndpointAnnotation? endpoint = endpointName is null
            ? endpoints.FirstOrDefault(candidate => candidate.UriScheme is "http" or "https") ?? endpoints.FirstOrDefault()
            : endpoints.FirstOrDefault(candidate => string.Equals(candidate.Name, endpointName, StringComparison.OrdinalIgnoreCase));
        if (endpoint is null)
        {
            throw new ArgumentException(
                $"Resource '{resourceName}' has no endpoint '{endpointName ?? "http"}'; it has: {string.Join(", ", endpoints.Select(e => e.Name))}.", nameof(endpointName));
        }
        return endpoint.AllocatedEndpoint is { } address
            ? new Uri(address.UriString)
            : throw new InvalidOperationException($"Resource '{resourceName}' has no addresses before the application is started.");
    }

    public static ValueTask<string?> GetConnectionStringAsync(
        this DistributedApplication app, string resourceName, CancellationToken cancellationToken = default) =>
        FindResource(app, resourceName) is IResourceWithConnectionString source
            ? source.GetConnectionStringAsync(cancellationToken)
            : throw new ArgumentException($"Resource '{resourceName}' has no connection string.", nameof(resourceName));

    private static IResource FindResource(DistributedApplication app, string name)
    {
        ArgumentNullException.ThrowIfNull(app);
        IResourceCollection resources = app.Services.GetRequiredService<DistributedApplicationModel>().Resources;
        return resources.TryGetByName(name, out IResource? resource)
            ? resource
            : throw new ArgumentException($"There is no resource '{name}'; there are: {string.Join(", ", resources.Select(r => r.Name))}.", nameof(name));
    }
}
