using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>A GET that tells whether the resource is healthy.</summary>
/// <param name="EndpointName">The endpoint to ask; null for the first HTTP endpoint.</param>
/// <param name="Path">The URL's path and query.</param>
/// <param name="StatusCode">The status that means healthy.</param>
internal sealed record HttpHealthCheckAnnotation(string? EndpointName, string Path, int StatusCode) : IResourceAnnotation;
