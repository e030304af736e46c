namespace Aspire.Hosting.ApplicationModel;

/// <summary>The finished map of the application.</summary>
public class DistributedApplicationModel(IResourceCollection resources)
{
    public IResourceCollection Resources { get; } = resources;
}
