namespace Aspire.Hosting.ApplicationModel;

/// <summary>A resource that environment variables can be given to.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that command-line arguments can be given to.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that listens.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that can wait for others before it starts.</summary>
public interface IResourceWithWaitSupport : IResource;
