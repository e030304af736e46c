using DistLog.ServiceDefaults.Discovery;
using Microsoft.Extensions.Configuration;

namespace DistLog.Tests.ServiceDefaults;

public sealed class ServiceDiscoveryTests
{
    [Fact]
    public async Task A_service_name_becomes_its_endpoint_and_path_and_query_stay() =>
        Assert.Equal("http://127.0.0.1:4001/stock?sku=a%20b", await ResolveAsync("http://inventory/stock?sku=a%20b", ("services:inventory:http:0", "http://127.0.0.1:4001")));

    [Fact]
    public async Task The_first_scheme_that_is_configured_wins() =>
        Assert.Equal("http://127.0.0.1:4001/", await ResolveAsync("https+http://inventory/", ("services:inventory:http:0", "http://127.0.0.1:4001")));

    [Fact]
    public async Task An_unknown_name_passes_unchanged() =>
        Assert.Equal("http://example.test/a", await ResolveAsync("http://example.test/a", ("services:inventory:http:0", "http://127.0.0.1:4001")));

    [Fact]
    public async Task Several_endpoints_are_taken_in_turn()
    {
        (string, string?)[] settings = [("services:inventory:http:0", "http://127.0.0.1:4001"), ("services:inventory:http:1", "http://127.0.0.1:4002")];
        var seen = new HashSet<string> { await ResolveAsync("http://inventory/", settings), await ResolveAsync("http://inventory/", settings) };
        Assert.Equal(2, seen.Count);
    }

    private static async Task<string> ResolveAsync(string address, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, setting.Value)))
            .Build();
        var recorder = new Recorder();
        using var invoker = new HttpMessageInvoker(new ServiceDiscoveryHandler(configuration) { InnerHandler = recorder });
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await invoker.SendAsync(request, CancellationToken.None);
        return recorder.Address!;
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public string? Address { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.AbsoluteUri;
            return Task.FromResult(new HttpResponseMessage());
        }
    }
}
