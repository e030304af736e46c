using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting;

/// <summary>The environment variables by which one resource learns of another.</summary>
internal static class References
{
    public static async Task AddConnectionStringAsync(
        EnvironmentCallbackContext context, string variable, IResourceWithConnectionString source, bool optional)
    {
        string? value = await source.GetConnectionStringAsync(context.CancellationToken).ConfigureAwait(false);
        if (!string.IsNullOrEmpty(value))
        {
            context.EnvironmentVariables[variable] = value;
        }
        else if (!optional)
        {
            throw new DistributedApplicationException(
                $"Resource '{context.Resource.Name}' needs connection string '{source.Name}', which has no value.");
        }
    }

    public static void AddEndpoints(EnvironmentCallbackContext context, IResourceWithServiceDiscovery source)
    {
        foreach (EndpointAnnotation endpoint in source.Annotations.OfType<EndpointAnnotation>())
        {
            if (!endpoint.ExcludeReferenceEndpoint)
            {
                AddEndpoint(context, source, endpoint);
            }
        }
    }

    /// <summary>One variable for each replica, so that a client can spread its calls over them.</summary>
    public static void AddEndpoint(EnvironmentCallbackContext context, IResource source, EndpointAnnotation endpoint)
    {
        for (int i = 0; i < endpoint.Allocations.Count; i++)
        {
            context.EnvironmentVariables[$"services__{source.Name}__{endpoint.Name}__{i}"] = endpoint.Allocations[i].UriString;
        }
    }
}

/// <summary>Kinds of edges between resources.</summary>
internal static class Relationships
{
    public const string Reference = "Reference";
}
