using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A resource that others find by its name, through the configuration keys <c>services:NAME:ENDPOINT:N</c>.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;
