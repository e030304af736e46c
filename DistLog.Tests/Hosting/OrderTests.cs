using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace DistLog.Tests.Hosting;

public sealed class OrderTests : IDisposable
{
    private readonly string _journal = Path.GetTempFileName();

    public void Dispose() => File.Delete(_journal);

    [UnixFact]
    public async Task Resources_start_after_what_they_wait_for_and_stop_before_it()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ExecutableResource> first = builder.AddScript("first", Journalling("first"));
        IResourceBuilder<ExecutableResource> second = builder.AddScript("second", Journalling("second")).WaitFor(first);
        builder.AddScript("third", Journalling("third")).WaitFor(second);

        await using (DistributedApplication app = await builder.StartAsync())
        {
            await Support.Wait.ForAsync("the third to have started", () => File.ReadAllLines(_journal).Contains("start third"));
        }

        string[] stops = [.. File.ReadAllLines(_journal).Where(line => line.StartsWith("stop", StringComparison.Ordinal))];
        Assert.Equal(["stop third", "stop second", "stop first"], stops);
    }

    [UnixFact]
    public async Task A_resource_waits_for_the_connection_string_that_waits_for_its_server()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ExecutableResource> server = builder.AddScript("server", TestApplication.Idle).WithExplicitStart();
        IResourceBuilder<ConnectionStringResource> connection = builder
            .AddConnectionString("connection", ReferenceExpression.Create($"value")).WaitFor(server);
        builder.AddScript("client", TestApplication.Idle).WithReference(connection).WaitFor(connection);

        await using DistributedApplication app = await builder.StartAsync();
        await app.StateAsync("client", KnownResourceStates.Waiting);
        await app.ResourceCommands.ExecuteCommandAsync("server", "resource-start");

        await app.HealthyAsync("client");
    }

    [Fact]
    public async Task A_circle_of_waits_is_named()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ExecutableResource> hen = builder.AddScript("hen", TestApplication.Idle);
        IResourceBuilder<ExecutableResource> egg = builder.AddScript("egg", TestApplication.Idle).WaitFor(hen);
        hen.WaitFor(egg);

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(builder.StartAsync);

        Assert.Contains("hen -> egg -> hen", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task What_waits_for_a_failed_resource_fails_with_it_and_names_it()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ExecutableResource> broken = builder.AddScript("broken", "echo no licence; exit 3")
            .WithEndpoint(name: "tcp");
        builder.AddScript("dependent", TestApplication.Idle).WaitFor(broken);

        await using DistributedApplication app = await builder.StartAsync();
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => app.HealthyAsync("dependent"));

        Assert.Contains("'broken'", error.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("no licence", error.Message, StringComparison.Ordinal);
    }

    private string Journalling(string name) =>
        $"trap 'echo stop {name} >> {_journal}; exit 0' TERM; echo start {name} >> {_journal}; while :; do sleep 0.05; done";
}
