using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using DistLog.Hosting.Orchestration;

namespace DistLog.Tests.Hosting;

/// <summary>The map itself, drawn but not started.</summary>
public sealed class AppHostTests
{
    [Fact]
    public async Task The_map_has_every_process_and_each_has_a_health_check()
    {
        using IDistributedApplicationTestingBuilder builder = await CreateAsync();

        string[] processes = [.. builder.Resources.OfType<ProjectResource>().Select(resource => resource.Name).Order()];

        Assert.Equal(
            ["alerting", "broker", "collector", "console", "inventory", "orders", "payments", "router", "searchnode", "shipping", "storage"],
            processes);
        Assert.All(builder.Resources.OfType<ProjectResource>(), resource => Assert.True(resource.HasAnnotationOfType<HttpHealthCheckAnnotation>(), resource.Name));
    }

    [Fact]
    public async Task Tests_take_free_ports_and_a_data_directory_of_their_own()
    {
        using IDistributedApplicationTestingBuilder one = await CreateAsync();
        using IDistributedApplicationTestingBuilder two = await CreateAsync();

        Assert.NotEqual(one.Configuration["DISTLOG_DATA"], two.Configuration["DISTLOG_DATA"]);
        Assert.All(one.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()), endpoint => Assert.Null(endpoint.Port));
    }

    [Fact]
    public async Task A_port_that_is_given_is_taken()
    {
        using IDistributedApplicationTestingBuilder builder = await CreateAsync("--Ports:Kafka", "21080");

        Assert.True(builder.Resources.TryGetByName("broker", out IResource? broker));
        Assert.Contains(broker.Annotations.OfType<EndpointAnnotation>(), endpoint => endpoint is { Name: "kafka", Port: 21080 });
    }

    [Fact]
    public async Task With_external_engines_the_connection_strings_come_from_the_configuration()
    {
        using IDistributedApplicationTestingBuilder builder = await CreateAsync(
            "--Engines", "external", "--ConnectionStrings:kafka", "bus:9092", "--ConnectionStrings:elasticsearch", "http://store:9200");

        Assert.False(builder.Resources.TryGetByName("broker", out _));
        await using DistributedApplication app = await builder.BuildAsync();
        Assert.Equal("bus:9092", await app.GetConnectionStringAsync("kafka"));
        Assert.Equal("http://store:9200", await app.GetConnectionStringAsync("elasticsearch"));
    }

    [Fact]
    public async Task Unknown_engines_are_answered_with_those_that_exist()
    {
        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => CreateAsync("--Engines", "steam"));

        Assert.Contains("'embedded'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'external'", error.Message, StringComparison.Ordinal);
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.DistLog_AppHost>(args);
}
