using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using DistLog.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace DistLog.Tests.Hosting;

public sealed class EnvironmentTests
{
    [Fact]
    public async Task A_project_is_told_its_addresses_and_its_identity()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ProjectResource> web = builder.AddProject<Projects.DistLog_Inventory>("web")
            .WithHttpEndpoint()
            .WithEndpoint(name: "raw", env: "Web__RawPort");

        IReadOnlyDictionary<string, string> environment = await EnvironmentOfAsync(builder, web);

        Assert.Equal(web.GetEndpoint("http").Url, environment["ASPNETCORE_URLS"]);
        Assert.Equal($"{web.GetEndpoint("raw").Port}", environment["Web__RawPort"]);
        Assert.Equal("web", environment["OTEL_SERVICE_NAME"]);
        Assert.StartsWith("service.instance.id=web-", environment["OTEL_RESOURCE_ATTRIBUTES"], StringComparison.Ordinal);
        Assert.Equal("Development", environment["ASPNETCORE_ENVIRONMENT"]);
        Assert.Equal("Development", environment["DOTNET_ENVIRONMENT"]);
    }

    [Theory]
    [InlineData("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL")]
    [InlineData("DOTNET_DASHBOARD_OTLP_ENDPOINT_URL")]
    public async Task Telemetry_is_exported_only_where_an_endpoint_is_configured(string key)
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ProjectResource> web = builder.AddProject<Projects.DistLog_Inventory>("web");
        Assert.DoesNotContain("OTEL_EXPORTER_OTLP_ENDPOINT", await EnvironmentOfAsync(builder, web));

        builder.Configuration[key] = "http://localhost:4317";

        Assert.Equal("http://localhost:4317", (await EnvironmentOfAsync(builder, web))["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    [Fact]
    public async Task References_are_injected_under_the_names_that_Aspire_uses()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ProjectResource> server = builder.AddProject<Projects.DistLog_Inventory>("server").WithHttpEndpoint().WithReplicas(2);
        EndpointReference endpoint = server.GetEndpoint("http");
        IResourceBuilder<ConnectionStringResource> connection = builder.AddConnectionString("store", ReferenceExpression.Create(
            $"x://{endpoint.Property(EndpointProperty.IPV4Host)}:{endpoint.Property(EndpointProperty.Port)}/{{id}}"));
        IResourceBuilder<ProjectResource> client = builder.AddProject<Projects.DistLog_Orders>("client")
            .WithReference(server).WithReference(connection);

        IReadOnlyDictionary<string, string> environment = await EnvironmentOfAsync(builder, client);

        Assert.Equal(endpoint.Url, environment["services__server__http__0"]);
        Assert.NotEqual(endpoint.Url, environment["services__server__http__1"]);
        Assert.Equal($"x://127.0.0.1:{endpoint.Port}/{{id}}", environment["ConnectionStrings__store"]);
    }

    [Fact]
    public async Task A_missing_connection_string_says_how_to_give_it()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ProjectResource> client = builder.AddProject<Projects.DistLog_Orders>("client")
            .WithReference(builder.AddConnectionString("bus"));

        var error = await Assert.ThrowsAsync<DistributedApplicationException>(() => EnvironmentOfAsync(builder, client));

        Assert.Contains("ConnectionStrings__bus", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_map_overrides_what_the_host_would_set()
    {
        using IDistributedApplicationTestingBuilder builder = DistributedApplicationTestingBuilder.Create();
        IResourceBuilder<ProjectResource> web = builder.AddProject<Projects.DistLog_Inventory>("web")
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production");

        Assert.Equal("Production", (await EnvironmentOfAsync(builder, web))["ASPNETCORE_ENVIRONMENT"]);
    }

    private static async Task<IReadOnlyDictionary<string, string>> EnvironmentOfAsync(
        IDistributedApplicationTestingBuilder builder, IResourceBuilder<ProjectResource> resource)
    {
        await new EndpointAllocator(builder.Configuration).AllocateAsync([.. builder.Resources], TimeSpan.Zero);
        var specs = new ProcessSpecBuilder(builder.ExecutionContext, new ProcessDefaults(builder.Configuration, builder.Environment));
        return (await specs.BuildAsync(ResourceInstance.Of(resource.Resource).First(), CancellationToken.None)).Environment;
    }
}
