using Aspire.Hosting.ApplicationModel;
using DistLog.Hosting.Orchestration;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>The resource is healthy when a GET is answered with a status code.</summary>
    /// <param name="builder">The resource.</param>
    /// <param name="path"><c>/</c> by default.</param>
    /// <param name="statusCode">200 by default.</param>
    /// <param name="endpointName">The endpoint to ask; the first HTTP endpoint by default.</param>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.WithAnnotation(new HttpHealthCheckAnnotation(endpointName, path ?? "/", statusCode ?? 200));
    }
}
