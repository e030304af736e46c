using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

public sealed class IndexAdministrationTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync() => _node = await TestNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("%2e%2e")]
    [InlineData("..%2Fescape")]
    [InlineData("a%2Fb")]
    [InlineData("a%5Cb")]
    [InlineData("A")]
    [InlineData("_a")]
    [InlineData("-a")]
    [InlineData("+a")]
    [InlineData("a%23b")]
    [InlineData("a%3Ab")]
    [InlineData("a%00b")]
    [InlineData("a%1Fb")]
    [InlineData("a%20b")]
    [InlineData("a%22b")]
    public async Task A_name_that_is_none_makes_no_index_and_no_file(string name)
    {
        foreach (var (method, path) in new[] { ("PUT", $"/{name}"), ("POST", $"/{name}/_doc"), ("PUT", $"/_data_stream/{name}"), ("PUT", $"/{name}/_doc/1") })
        {
            var (status, _) = await _node.SendAsync(method, path, method == "PUT" && !path.Contains("_doc", StringComparison.Ordinal) ? null : "{}");
            Assert.InRange(status, 400, 405);
        }

        Assert.Empty(_node.Node.State.Indices);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_node.DataDirectory, "indices")));
    }

    [Fact]
    public async Task A_name_may_have_255_bytes_and_no_more()
    {
        await _node.DoAsync("PUT", "/" + new string('a', 255));
        var (status, answer) = await _node.SendAsync("PUT", "/" + new string('a', 256));
        Assert.Equal(400, status);
        Assert.Contains("index name is too long, (256 > 255)", answer["error"]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hidden_indices_are_found_by_name_and_not_by_wildcards()
    {
        await _node.DoAsync("PUT", "/open");
        await _node.DoAsync("PUT", "/shy", """{"settings":{"index.hidden":true}}""");
        await _node.DoAsync("PUT", "/.dot", """{"settings":{"index.hidden":true}}""");
        await _node.DoAsync("PUT", "/shut");
        await _node.DoAsync("POST", "/shut/_close");
        Assert.Equal("open", await NamesAsync("/*"));
        Assert.Equal("shy", await NamesAsync("/shy"));
        Assert.Equal(".dot", await NamesAsync("/.d*"));
        Assert.Equal(".dot,open,shy", await NamesAsync("/*?expand_wildcards=open,hidden"));
        Assert.Equal(".dot,open,shut,shy", await NamesAsync("/*?expand_wildcards=all"));
        Assert.Equal("shut", await NamesAsync("/*?expand_wildcards=closed"));
    }

    [Fact]
    public async Task Settings_are_checked_by_name_and_by_when_they_can_change()
    {
        Assert.Contains("unknown setting [index.refresh_intervall] did you mean [index.refresh_interval]?", await RefusalAsync("PUT", "/a", """{"settings":{"refresh_intervall":"1s"}}"""), StringComparison.Ordinal);
        Assert.Contains("unknown setting [index.foo] please check that any required plugins are installed", await RefusalAsync("PUT", "/a", """{"settings":{"foo":1}}"""), StringComparison.Ordinal);
        await _node.DoAsync("PUT", "/a");
        Assert.Contains("Can't update non dynamic settings [[index.mapping.ignore_malformed]]", await RefusalAsync("PUT", "/a/_settings", """{"index.mapping.ignore_malformed":true}"""), StringComparison.Ordinal);
        await _node.DoAsync("POST", "/a/_close");
        await _node.DoAsync("PUT", "/a/_settings", """{"index.mapping.ignore_malformed":true}""");
        Assert.Contains("final a setting [index.number_of_shards], not updateable", await RefusalAsync("PUT", "/a/_settings", """{"number_of_shards":2}"""), StringComparison.Ordinal);
        await _node.DoAsync("POST", "/a/_open");
        await _node.DoAsync("PUT", "/a/_mapping", """{"properties":{"n":{"type":"long"}}}""");
        await _node.DoAsync("PUT", "/a/_doc/1", """{"n":"x"}""");
        await _node.RestartAsync();
        Assert.Equal("n", (await _node.DoAsync("GET", "/a/_doc/1"))["_ignored"]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_blocked_index_takes_no_writes_until_the_block_is_gone()
    {
        await _node.DoAsync("PUT", "/a/_doc/1", "{}");
        await _node.DoAsync("PUT", "/a/_block/write");
        var (status, answer) = await _node.SendAsync("PUT", "/a/_doc/2", "{}");
        Assert.Equal(403, status);
        Assert.Equal("cluster_block_exception", answer["error"]!["type"]!.GetValue<string>());
        Assert.Equal(200, (await _node.SendAsync("GET", "/a/_doc/1")).Status);
        await _node.DoAsync("PUT", "/a/_settings", """{"index.blocks.write":null}""");
        await _node.DoAsync("PUT", "/a/_doc/2", "{}");
    }

    [Fact]
    public async Task Alias_changes_are_done_all_or_none()
    {
        await _node.DoAsync("PUT", "/a");
        await _node.DoAsync("PUT", "/b");
        var (status, _) = await _node.SendAsync("POST", "/_aliases", """{"actions":[{"add":{"index":"a","alias":"x"}},{"add":{"index":"missing","alias":"x"}}]}""");
        Assert.Equal(404, status);
        Assert.Equal(404, (await _node.SendAsync("HEAD", "/_alias/x")).Status);
        await _node.DoAsync("POST", "/_aliases", """{"actions":[{"add":{"index":"b","alias":"a"}},{"remove_index":{"index":"a"}}]}""");
        Assert.Equal("b", await NamesAsync("/a"));
        await _node.RestartAsync();
        Assert.Equal("b", await NamesAsync("/a"));
    }

    [Fact]
    public async Task A_wildcard_deletes_only_where_the_cluster_allows_it()
    {
        await _node.DoAsync("PUT", "/logs-1");
        await _node.DoAsync("PUT", "/other");
        Assert.Equal(400, (await _node.SendAsync("DELETE", "/logs-*")).Status);
        await _node.DoAsync("DELETE", "/nothing-*");
        await _node.DoAsync("PUT", "/_cluster/settings", """{"persistent":{"action.destructive_requires_name":false}}""");
        await _node.DoAsync("DELETE", "/logs-*");
        Assert.Equal("other", await NamesAsync("/*"));
    }

    [Fact]
    public async Task The_newer_template_wins_over_all_of_the_older_kind()
    {
        await _node.DoAsync("PUT", "/_template/low", """{"index_patterns":["t-*"],"order":1,"settings":{"refresh_interval":"2s"},"mappings":{"properties":{"a":{"type":"keyword"}}}}""");
        await _node.DoAsync("PUT", "/_template/high", """{"index_patterns":["t-*"],"order":2,"settings":{"refresh_interval":"3s"},"mappings":{"properties":{"b":{"type":"long"}}}}""");
        await _node.RestartAsync();
        await _node.DoAsync("PUT", "/t-1");
        var first = (await _node.DoAsync("GET", "/t-1"))["t-1"]!;
        Assert.Equal("3s", first["settings"]!["index"]!["refresh_interval"]!.GetValue<string>());
        Assert.Equal("a,b", string.Join(',', first["mappings"]!["properties"]!.AsObject().Select(pair => pair.Key)));
        await _node.DoAsync("PUT", "/_index_template/new", """{"index_patterns":["t-*"],"template":{"mappings":{"properties":{"c.d":{"type":"ip"}}}}}""");
        await _node.DoAsync("PUT", "/t-2");
        Assert.Equal("""{"properties":{"c":{"properties":{"d":{"type":"ip"}}}}}""", (await _node.DoAsync("GET", "/t-2/_mapping"))["t-2"]!["mappings"]!.ToJsonString());
    }

    [Fact]
    public async Task Text_that_is_analysed_otherwise_is_kept_and_not_searched()
    {
        await _node.DoAsync("PUT", "/a", """{"mappings":{"properties":{"text":{"type":"text","analyzer":"whitespace"},"place":{"type":"geo_point"}}}}""");
        await _node.FillAsync("a", """{"text":"Hello-World","place":"41.1,2.2","n":1}""");
        Assert.Equal("0", await _node.IdsAsync("a", """{"term":{"n":1}}"""));
        Assert.Contains("can't be searched", await RefusalAsync("POST", "/a/_search", """{"query":{"match":{"text":"hello"}}}"""), StringComparison.Ordinal);
        Assert.Contains("[geo_point]", await RefusalAsync("POST", "/a/_search", """{"query":{"term":{"place":"41.1,2.2"}}}"""), StringComparison.Ordinal);
        Assert.Equal("0", await _node.IdsAsync("a", """{"exists":{"field":"place"}}"""));
        var tokens = (await _node.DoAsync("POST", "/a/_analyze", """{"field":"text","text":"Hello-World again"}"""))["tokens"]!.AsArray();
        Assert.Equal("Hello-World,again", string.Join(',', tokens.Select(token => token!["token"]!.GetValue<string>())));
    }

    [Fact]
    public async Task A_document_is_found_by_the_routing_that_it_was_written_with()
    {
        await _node.DoAsync("PUT", "/r", """{"settings":{"number_of_shards":5,"number_of_routing_shards":5},"mappings":{"_routing":{"required":true}}}""");
        Assert.Contains("routing is required for [r]/[1]", await RefusalAsync("PUT", "/r/_doc/1", "{}"), StringComparison.Ordinal);
        await _node.DoAsync("PUT", "/r/_doc/1?routing=5", """{"a":1}""");
        await _node.RestartAsync();
        Assert.Equal("5", (await _node.DoAsync("GET", "/r/_doc/1?routing=5"))["_routing"]!.GetValue<string>());
        Assert.Equal(404, (await _node.SendAsync("GET", "/r/_doc/1?routing=4")).Status);
        await _node.DoAsync("PUT", "/r/_doc/2?routing=5", """{"a":2}""");
        await _node.DoAsync("POST", "/r/_forcemerge");
        Assert.Equal("5", (await _node.DoAsync("GET", "/r/_doc/1?routing=5"))["_routing"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("""{"properties":{"k":{"type":"long"}}}""", "mapper [k] cannot be changed from type [keyword] to [long]")]
    [InlineData("""{"properties":{"k":{"properties":{"x":{"type":"long"}}}}}""", "can't merge a non object mapping [k] with an object mapping")]
    [InlineData("""{"properties":{"k":{"type":"keyword","index":false}}}""", "Mapper for [k] conflicts with existing mapper:\n\tCannot update parameter [index] from [true] to [false]")]
    [InlineData("""{"properties":{"n":{"type":"keyword","nonsense":1}}}""", "unknown parameter [nonsense] on mapper [n] of type [keyword]")]
    [InlineData("""{"properties":{"n":{"type":"join"}}}""", "The mapper type [join] declared on field [n] does not exist")]
    [InlineData("""{"nonsense":1}""", "Root mapping definition has unsupported parameters:  [nonsense : 1]")]
    [InlineData("""{"dynamic_templates":[{"x":{"match":"*","match_mapping_type":"nothing","mapping":{}}}]}""", "No field type matched on [nothing]")]
    public async Task A_mapping_that_cannot_be_is_refused_and_changes_nothing(string update, string why)
    {
        await _node.DoAsync("PUT", "/m", """{"mappings":{"properties":{"k":{"type":"keyword"}}}}""");
        Assert.Contains(why, await RefusalAsync("PUT", "/m/_mapping", update), StringComparison.Ordinal);
        Assert.Equal("""{"properties":{"k":{"type":"keyword"}}}""", (await _node.DoAsync("GET", "/m/_mapping"))["m"]!["mappings"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"match":"long_*","unmatch":"*_text"}""", "long_a,long_b_text,x", "long_a")]
    [InlineData("""{"match_pattern":"regex","match":"^[a-c]\\d+$"}""", "a1,d1,a,c22", "a1,c22")]
    [InlineData("""{"path_match":"o.*","path_unmatch":"o.secret"}""", "o.a,o.secret,a", "o.a")]
    [InlineData("""{"match":["a*","b*"]}""", "a1,b1,c1", "a1,b1")]
    [InlineData("""{"match_mapping_type":"string","unmatch":"z"}""", "a,z", "a")]
    public async Task Dynamic_templates_apply_by_name_path_and_type(string rule, string fields, string matched)
    {
        var json = (JsonObject)JsonNode.Parse(rule)!;
        json["mapping"] = new JsonObject { ["type"] = "keyword" };
        await _node.DoAsync("PUT", "/d", new JsonObject { ["mappings"] = new JsonObject { ["dynamic_templates"] = new JsonArray(new JsonObject { ["rule"] = json }) } });
        await _node.DoAsync("PUT", "/d/_doc/1", "{" + string.Join(',', fields.Split(',').Select(field => $"\"{field}\":\"v\"")) + "}");
        var mapped = (await _node.DoAsync("GET", "/d/_mapping/field/*"))["d"]!["mappings"]!.AsObject();
        Assert.Equal(matched, string.Join(',', mapped.Where(pair => pair.Value!["mapping"]!.AsObject().First().Value!["type"]!.GetValue<string>() == "keyword" && !pair.Key.EndsWith(".keyword", StringComparison.Ordinal)).Select(pair => pair.Key)));
    }

    [Fact]
    public async Task An_object_without_subobjects_has_fields_with_dots_in_their_names()
    {
        await _node.DoAsync("PUT", "/s", """{"mappings":{"properties":{"m":{"subobjects":false,"properties":{"time":{"type":"long"},"time.max":{"type":"long"}}}}}}""");
        await _node.DoAsync("PUT", "/s/_doc/1?refresh=true", """{"m":{"time":1,"time.max":2,"time.min":3,"host":{"name":"a"}}}""");
        Assert.Equal("1", await _node.IdsAsync("s", """{"bool":{"filter":[{"term":{"m.time":1}},{"term":{"m.time.max":2}},{"term":{"m.time.min":3}},{"term":{"m.host.name.keyword":"a"}}]}}"""));
        await _node.RestartAsync();
        Assert.Equal("1", await _node.IdsAsync("s", """{"term":{"m.time.min":3}}"""));
    }

    private async Task<string> NamesAsync(string path) => string.Join(',', (await _node.DoAsync("GET", path)).AsObject().Select(pair => pair.Key));

    private async Task<string> RefusalAsync(string method, string path, string body)
    {
        var (status, answer) = await _node.SendAsync(method, path, body);
        Assert.Equal(400, status);
        return answer["error"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
    }
}
