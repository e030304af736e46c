using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>In a test the application's life is the test's business, and signals are the test runner's.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
