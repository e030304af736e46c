using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DistLog.Tests.Hosting;

/// <summary>Small applications of shell scripts.</summary>
internal static class TestApplication
{
    /// <summary>Generous, because a busy machine is no failure.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>A process that runs until it is told to stop.</summary>
    public const string Idle = "trap 'exit 0' TERM; while :; do sleep 0.05; done";

    public static IResourceBuilder<ExecutableResource> AddScript(
        this IDistributedApplicationBuilder builder, string name, string script) =>
        builder.AddExecutable(name, "/bin/sh", Path.GetTempPath(), "-c", script);

    public static async Task<DistributedApplication> StartAsync(this IDistributedApplicationTestingBuilder builder)
    {
        DistributedApplication app = await builder.BuildAsync();
        try
        {
            await app.StartAsync();
            return app;
        }
        catch (DistributedApplicationException)
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static Task<ResourceEvent> HealthyAsync(this DistributedApplication app, string name) =>
        app.ResourceNotifications.WaitForResourceHealthyAsync(name).WaitAsync(Deadline);

    public static Task StateAsync(this DistributedApplication app, string name, string state) =>
        app.ResourceNotifications.WaitForResourceAsync(name, state).WaitAsync(Deadline);

    public static async Task<string[]> LinesAsync(this DistributedApplication app, string name)
    {
        List<string> lines = [];
        await foreach (IReadOnlyList<LogLine> batch in app.Services.GetRequiredService<ResourceLoggerService>().GetAllAsync(name))
        {
            lines.AddRange(batch.Select(line => line.Content));
        }
        return [.. lines];
    }

    public static int ProcessId(this DistributedApplication app, string name) =>
        app.ResourceNotifications.TryGetCurrentState(name, out ResourceEvent? state)
            ? (int)state.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value!
            : throw new InvalidOperationException($"{name} has no state.");
}
