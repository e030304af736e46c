namespace Aspire.Hosting.Testing;

/// <summary>The application of an AppHost before it is built, for a test to add to.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
