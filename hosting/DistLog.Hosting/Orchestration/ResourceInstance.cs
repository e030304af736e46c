using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>One process of a resource.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Replica">Its number, from 0.</param>
/// <param name="Id">The resource's name; with several replicas <c>NAME-1</c>, <c>NAME-2</c>, …</param>
internal sealed record ResourceInstance(IResource Resource, int Replica, string Id)
{
    public IEnumerable<(EndpointAnnotation Endpoint, AllocatedEndpoint Address)> Endpoints =>
        from endpoint in Resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.Allocations.Count > Replica
        select (endpoint, endpoint.Allocations[Replica]);

    public static IEnumerable<ResourceInstance> Of(IResource resource)
    {
        int replicas = resource.GetReplicaCount();
        return Enumerable.Range(0, replicas)
            .Select(i => new ResourceInstance(resource, i, replicas == 1 ? resource.Name : $"{resource.Name}-{i + 1}"));
    }
}
