namespace Aspire.Hosting.ApplicationModel;

/// <summary>How many processes of the resource to run.</summary>
public sealed class ReplicaAnnotation(int replicas = 1) : IResourceAnnotation
{
    public int Replicas { get; } = replicas;
}

/// <summary>The resource does not start with the application, only by the command <c>resource-start</c>.</summary>
public sealed class ExplicitStartupAnnotation : IResourceAnnotation;

/// <summary>An edge of the map that is for readers; the process waits or references are other annotations.</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public string Type { get; } = type;
}
