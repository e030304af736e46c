namespace Aspire.Hosting.ApplicationModel;

/// <summary>One box of the application's map: a process, a container, a connection string, a parameter.</summary>
public interface IResource
{
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>A fact attached to a resource; what a resource does is the sum of its annotations.</summary>
public interface IResourceAnnotation;
