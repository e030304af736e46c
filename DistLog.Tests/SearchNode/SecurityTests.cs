using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Security;
using Microsoft.Extensions.Configuration;

namespace DistLog.Tests.SearchNode;

public sealed class SecurityTests : IClassFixture<SecuredNode>
{
    private readonly SecuredNode _secured;
    private readonly TestNode _node;

    public SecurityTests(SecuredNode secured)
    {
        (_secured, _node) = (secured, secured.Node);
        secured.UsePassword();
    }

    [Theory]
    [InlineData(null, "missing authentication credentials for REST request [/_search]")]
    [InlineData("Basic !!!", "unable to authenticate with provided credentials and anonymous access is not allowed for this request")]
    [InlineData("Bearer x", "unable to authenticate with provided credentials and anonymous access is not allowed for this request")]
    [InlineData("Basic ZWxhc3RpYzp3cm9uZw==", "unable to authenticate user [elastic] for REST request [/_search]")]
    [InlineData("ApiKey eDp5", "unable to authenticate with provided credentials and anonymous access is not allowed for this request")]
    public async Task Without_credentials_that_are_right_nobody_gets_in(string? header, string reason)
    {
        _node.Client.DefaultRequestHeaders.Authorization = header is null ? null : AuthenticationHeaderValue.Parse(header);
        using var answer = await _node.Client.GetAsync(new Uri("/_search", UriKind.Relative));
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal(["Basic realm=\"security\", charset=\"UTF-8\"", "ApiKey"], answer.Headers.GetValues("WWW-Authenticate"));
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal($"security_exception {reason}", $"{error["type"]} {error["reason"]}");
        Assert.Equal(2, error["header"]!["WWW-Authenticate"]!.AsArray().Count);
    }

    [Fact]
    public async Task What_nobody_may_write_is_not_written()
    {
        _node.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(401, (await _node.SendAsync("POST", "/app-1/_doc", """{"n":9}""")).Status);
        Assert.Equal(200, (int)(await _node.Client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
        _secured.UsePassword();
        await _node.DoAsync("POST", "/_refresh");
        Assert.Equal(3, await CountAsync());
    }

    [Theory]
    [InlineData("GET", "/app-1/_search", 200)]
    [InlineData("GET", "/app-1/_doc/0", 200)]
    [InlineData("GET", "/app-*/_count", 200)]
    [InlineData("GET", "/other/_search", 403)]
    [InlineData("GET", "/app-1,other/_search", 403)]
    [InlineData("GET", "/other/_doc/0", 403)]
    [InlineData("GET", "/other/_mapping", 403)]
    [InlineData("PUT", "/app-1/_doc/5", 403)]
    [InlineData("DELETE", "/app-1/_doc/0", 403)]
    [InlineData("DELETE", "/app-1", 403)]
    [InlineData("POST", "/app-1/_delete_by_query", 403)]
    [InlineData("GET", "/_cluster/health", 403)]
    [InlineData("PUT", "/_cluster/settings", 403)]
    [InlineData("POST", "/_security/api_key", 403)]
    [InlineData("GET", "/_data_stream", 403)]
    [InlineData("GET", "/_alias", 403)]
    [InlineData("POST", "/_aliases", 403)]
    [InlineData("GET", "/_security/_authenticate", 200)]
    public async Task A_key_for_reading_reads_what_it_names_and_nothing_else(string method, string path, int status)
    {
        await UseKeyAsync("""{"names":["app-*"],"privileges":["read"]}""");
        var (got, answer) = await _node.SendAsync(method, path, method is "GET" or "DELETE" ? null : """{"query":{"match_all":{}}}""");
        Assert.True(status == got, $"{got} {answer}");
        if (status == 403)
        {
            Assert.Equal("security_exception", answer["error"]!["type"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Wildcards_and_bodies_lead_a_key_only_to_its_own_indices()
    {
        await UseKeyAsync("""{"names":["app-*"],"privileges":["read"]}""");
        Assert.Equal(2, (await _node.DoAsync("GET", "/_count"))["count"]!.GetValue<int>());
        var several = await _node.DoAsync("POST", "/_msearch", "{}\n{}\n{\"index\":\"other\"}\n{}\n");
        Assert.Equal("200,403", string.Join(',', several["responses"]!.AsArray().Select(each => each!["status"]!.ToJsonString())));
        var (_, documents) = await _node.SendAsync("POST", "/_mget", """{"docs":[{"_index":"other","_id":"0"}]}""");
        Assert.Contains("security_exception", documents.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_for_creating_can_neither_read_nor_change()
    {
        await UseKeyAsync("""{"names":["app-*","fresh-*"],"privileges":["create_doc","auto_configure"]}""");
        var answer = await _node.DoAsync("POST", "/_bulk", "{\"create\":{\"_index\":\"fresh-2\",\"_id\":\"1\"}}\n{\"n\":1}\n{\"index\":{\"_index\":\"app-1\",\"_id\":\"0\"}}\n{\"n\":7}\n{\"delete\":{\"_index\":\"app-1\",\"_id\":\"0\"}}\n{\"create\":{\"_index\":\"other\",\"_id\":\"7\"}}\n{\"n\":1}\n");
        Assert.Equal("201,403,403,403", string.Join(',', answer["items"]!.AsArray().Select(item => item!.AsObject().First().Value!["status"]!.ToJsonString())));
        Assert.Equal(403, (await _node.SendAsync("GET", "/app-1/_search")).Status);
        Assert.Equal(403, (await _node.SendAsync("DELETE", "/app-1/_doc/0")).Status);
    }

    [Fact]
    public async Task A_key_ends_when_it_is_invalidated_and_is_stored_without_its_secret()
    {
        var key = await UseKeyAsync("""{"names":["*"],"privileges":["all"]}""");
        Assert.Equal(3, await CountAsync());
        Assert.DoesNotContain(key["api_key"]!.GetValue<string>(), await File.ReadAllTextAsync(Path.Combine(_node.DataDirectory, "api-keys.json")), StringComparison.Ordinal);
        _secured.UsePassword();
        await _node.RestartAsync();
        UseKey(key);
        Assert.Equal(3, await CountAsync());
        _secured.UsePassword();
        var gone = await _node.DoAsync("DELETE", "/_security/api_key", $$"""{"ids":["{{key["id"]}}"]}""");
        Assert.Equal(key["id"]!.GetValue<string>(), gone["invalidated_api_keys"]![0]!.GetValue<string>());
        UseKey(key);
        Assert.Equal(401, (await _node.SendAsync("GET", "/_count")).Status);
    }

    [Fact]
    public async Task A_key_expires()
    {
        var key = await CreateAsync("""{"name":"k","expiration":"1ms"}""");
        UseKey(key);
        await Support.Wait.ForAsync("the key's end", async () => (await _node.SendAsync("GET", "/_count")).Status == 401);
    }

    [Fact]
    public async Task A_scroll_is_for_the_key_that_opened_it()
    {
        await UseKeyAsync("""{"names":["app-*"],"privileges":["read"]}""");
        var scroll = (await _node.DoAsync("POST", "/app-1/_search?scroll=1m&size=1"))["_scroll_id"]!.GetValue<string>();
        _secured.UsePassword();
        await UseKeyAsync("""{"names":["other"],"privileges":["read"]}""");
        Assert.Equal(404, (await _node.SendAsync("POST", "/_search/scroll", $$"""{"scroll_id":"{{scroll}}"}""")).Status);
    }

    [Theory]
    [InlineData("""{"name":"k","role_descriptors":{"r":{"indices":[{"names":["a"],"privileges":["fly"]}]}}}""")]
    [InlineData("""{"name":"k","role_descriptors":{"r":{"cluster":["fly"]}}}""")]
    [InlineData("""{"name":"k","role_descriptors":{"r":{"indices":[{"names":["a"],"privileges":["read"],"query":"{}"}]}}}""")]
    [InlineData("""{"name":"k","expiration":"-1d"}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"nome":"k"}""")]
    public async Task A_key_that_could_not_mean_what_it_says_is_not_made(string body) =>
        Assert.Equal(400, (await _node.SendAsync("POST", "/_security/api_key", body)).Status);

    [Theory]
    [InlineData("http://0.0.0.0:9200", null, false)]
    [InlineData("http://*:9200", null, false)]
    [InlineData("http://192.168.1.5:9200;http://127.0.0.1:9201", null, false)]
    [InlineData("http://127.0.0.1:9200", null, true)]
    [InlineData("http://localhost:9200;http://[::1]:9200", null, true)]
    [InlineData("http://0.0.0.0:9200", "Password=long enough", true)]
    [InlineData("http://0.0.0.0:9200", "AllowInsecureRemote=true", true)]
    public void Without_a_password_it_listens_on_this_machine_only(string urls, string? setting, bool isFine)
    {
        var settings = new Dictionary<string, string?> { ["urls"] = urls };
        if (setting?.Split('=') is [var name, var value])
        {
            settings[SecurityOptions.Section + ":" + name] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var refused = Record.Exception(() => ListenCheck.Run(configuration));
        Assert.Equal(isFine, refused is null);
        Assert.True(isFine || refused is InvalidOperationException);
    }

    [Fact]
    public async Task A_page_that_lets_its_name_point_to_this_machine_is_refused()
    {
        await using var open = await TestNode.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_search") { Headers = { Host = "evil.example" } };
        using var answer = await open.Client.SendAsync(request);
        Assert.Equal(403, (int)answer.StatusCode);
    }

    private async Task<int> CountAsync() => (await _node.DoAsync("GET", "/app-*,oth*/_count"))["count"]!.GetValue<int>();

    private void UseKey(JsonNode key) =>
        _node.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", key["encoded"]!.GetValue<string>());

    private async Task<JsonNode> UseKeyAsync(string index)
    {
        _secured.UsePassword();
        var key = await CreateAsync("{\"name\":\"k\",\"role_descriptors\":{\"r\":{\"indices\":[" + index + "]}}}");
        UseKey(key);
        return key;
    }

    private Task<JsonNode> CreateAsync(string body) => _node.DoAsync("POST", "/_security/api_key", body);
}
