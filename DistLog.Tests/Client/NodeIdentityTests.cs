using DistLog.Client;
using DistLog.Client.Node;
using Microsoft.Extensions.Configuration;

namespace DistLog.Tests.Client;

public sealed class NodeIdentityTests
{
    [Fact]
    public void Settings_go_before_everything() => Assert.Equal(
        new NodeIdentity("PaymentService", "payments-a"),
        Resolve(new DistLogClientSettings { ServiceName = "PaymentService", NodeId = "payments-a" }, "payments", "service.instance.id=xyz"));

    [Fact]
    public void Without_an_instance_id_the_host_names_the_node() => Assert.Equal(
        new NodeIdentity("payments", $"payments-{Environment.MachineName}"),
        Resolve(new DistLogClientSettings(), "payments", null));

    [Fact]
    public void Without_a_service_name_the_application_names_it() =>
        Assert.Equal("App", Resolve(new DistLogClientSettings(), null, null).ServiceName);

    [Theory]
    [InlineData("service.instance.id=payments-2", "payments-2")]
    [InlineData("a=b,service.instance.id=7,c=d", "payments-7")]
    [InlineData("service.instance.id=x%20y", "payments-x y")]
    public void An_orchestrators_instance_id_tells_replicas_apart(string attributes, string expected) =>
        Assert.Equal(expected, Resolve(new DistLogClientSettings(), "payments", attributes).NodeId);

    [Theory]
    [InlineData("service.instance.id=8c9f38a4-55b7-4b4f-8e0a-5c1f8f6e0a11")]
    [InlineData("service.instance.id=")]
    [InlineData("nonsense")]
    public void An_id_that_is_new_at_every_start_is_passed_over(string attributes) =>
        Assert.Equal($"payments-{Environment.MachineName}", Resolve(new DistLogClientSettings(), "payments", attributes).NodeId);

    private static NodeIdentity Resolve(DistLogClientSettings settings, string? service, string? attributes) => NodeIdentity.Resolve(
        settings,
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["OTEL_SERVICE_NAME"] = service,
            ["OTEL_RESOURCE_ATTRIBUTES"] = attributes,
        }).Build(),
        "App");
}
