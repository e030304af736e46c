using DistLog.ServiceDefaults;
using Microsoft.Extensions.Hosting;

namespace DistLog.Tests.ServiceDefaults;

public sealed class ConnectionStringTests
{
    [Fact]
    public void A_missing_connection_string_is_named_with_the_remedy()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Builder().AddKafka());
        Assert.Contains("ConnectionStrings:kafka", error.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__kafka", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:9200")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("nonsense")]
    public void An_elasticsearch_address_that_is_no_web_address_is_refused(string address)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Builder($"--ConnectionStrings:elasticsearch={address}").AddElasticsearch());
        Assert.Contains("ConnectionStrings:elasticsearch", error.Message, StringComparison.Ordinal);
    }

    private static HostApplicationBuilder Builder(params string[] args) => Host.CreateApplicationBuilder(args);
}
