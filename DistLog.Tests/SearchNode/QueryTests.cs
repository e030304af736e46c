using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode;

public sealed class QueryTests : IAsyncLifetime
{
    private const string Mapping = """
        {"mappings":{"properties":{"level":{"type":"keyword"},"message":{"type":"text"},"ms":{"type":"long"},"ratio":{"type":"double"},
        "ok":{"type":"boolean"},"at":{"type":"date"},"ip":{"type":"ip"},"attributes":{"type":"flattened"},"site":{"type":"constant_keyword","value":"north"}}}}
        """;

    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/logs-a", Mapping);
        await _node.FillAsync(
            "logs-a",
            """{"level":"INFO","message":"Connection accepted from host alpha","ms":5,"ratio":0.5,"ok":true,"at":"2026-11-20T08:00:00Z","ip":"10.0.0.1","attributes":{"tag":"x","n":{"k":5}}}""",
            """{"level":"ERROR","message":"connection REFUSED by executor.Executor","ms":-17,"ratio":2.25,"ok":false,"at":"2026-11-20T09:30:00.250Z","ip":"10.0.1.2","attributes":{"tag":["y","x"]}}""",
            """{"level":"WARN","message":"slow reply: 1,5 s, über limit","ms":[30,40],"at":"2026-11-21","ip":"::1"}""",
            """{"message":"refused connection","level":["INFO","AUDIT"],"ms":null}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Theory]
    [InlineData("""{"match_all":{}}""", "0,1,2,3")]
    [InlineData("""{"match_none":{}}""", "")]
    [InlineData("""{"match":{"message":"connection reply"}}""", "0,1,2,3")]
    [InlineData("""{"match":{"message":{"query":"connection refused","operator":"and"}}}""", "1,3")]
    [InlineData("""{"match":{"message":{"query":"connection refused nowhere","minimum_should_match":"2"}}}""", "1,3")]
    [InlineData("""{"match":{"message":"executor.executor"}}""", "1")]
    [InlineData("""{"match":{"message":"executor"}}""", "")]
    [InlineData("""{"match":{"message":"ÜBER"}}""", "2")]
    [InlineData("""{"match":{"message":"1,5"}}""", "2")]
    [InlineData("""{"match":{"level":"INFO"}}""", "0,3")]
    [InlineData("""{"match":{"ms":5}}""", "0")]
    [InlineData("""{"match_phrase":{"message":"connection refused"}}""", "1")]
    [InlineData("""{"match_phrase":{"message":{"query":"accepted host","slop":1}}}""", "0")]
    [InlineData("""{"match_phrase_prefix":{"message":"connection acc"}}""", "0")]
    [InlineData("""{"multi_match":{"query":"refused","fields":["message","level"]}}""", "1,3")]
    [InlineData("""{"multi_match":{"query":"connection refused","fields":["mess*"],"type":"phrase"}}""", "1")]
    [InlineData("""{"term":{"level":"ERROR"}}""", "1")]
    [InlineData("""{"term":{"level":{"value":"error","case_insensitive":true}}}""", "1")]
    [InlineData("""{"term":{"message":"refused"}}""", "1,3")]
    [InlineData("""{"term":{"message":"REFUSED"}}""", "")]
    [InlineData("""{"term":{"ms":40}}""", "2")]
    [InlineData("""{"term":{"ratio":2.25}}""", "1")]
    [InlineData("""{"term":{"ok":false}}""", "1")]
    [InlineData("""{"term":{"at":"2026-11-20T08:00:00Z"}}""", "0")]
    [InlineData("""{"term":{"ip":"10.0.0.0/16"}}""", "0,1")]
    [InlineData("""{"term":{"ip":"::1"}}""", "2")]
    [InlineData("""{"term":{"attributes.tag":"x"}}""", "0,1")]
    [InlineData("""{"term":{"attributes.n.k":"5"}}""", "0")]
    [InlineData("""{"term":{"attributes":"y"}}""", "1")]
    [InlineData("""{"term":{"site":"north"}}""", "0,1,2,3")]
    [InlineData("""{"term":{"site":"south"}}""", "")]
    [InlineData("""{"term":{"nosuch":"x"}}""", "")]
    [InlineData("""{"terms":{"level":["AUDIT","WARN"]}}""", "2,3")]
    [InlineData("""{"terms":{"ms":[5,30]}}""", "0,2")]
    [InlineData("""{"range":{"ms":{"gt":-17,"lte":30}}}""", "0,2")]
    [InlineData("""{"range":{"ratio":{"gte":0.5,"lt":2.25}}}""", "0")]
    [InlineData("""{"range":{"at":{"gte":"2026-11-20","lte":"2026-11-20"}}}""", "0,1")]
    [InlineData("""{"range":{"at":{"gt":"2026-11-20T09:00:00+01:00","lt":"2026-11-21||/d"}}}""", "1")]
    [InlineData("""{"range":{"at":{"gte":"20/11/2026","format":"dd/MM/yyyy","lt":"now+100y"}}}""", "0,1,2")]
    [InlineData("""{"range":{"level":{"gte":"ERROR","lt":"J"}}}""", "0,1,3")]
    [InlineData("""{"range":{"ip":{"gte":"10.0.0.2","lte":"10.0.2.0"}}}""", "1")]
    [InlineData("""{"exists":{"field":"ms"}}""", "0,1,2")]
    [InlineData("""{"exists":{"field":"attributes.n.k"}}""", "0")]
    [InlineData("""{"exists":{"field":"attributes"}}""", "0,1")]
    [InlineData("""{"prefix":{"level":"IN"}}""", "0,3")]
    [InlineData("""{"prefix":{"message":"refu"}}""", "1,3")]
    [InlineData("""{"wildcard":{"level":"*R*R"}}""", "1")]
    [InlineData("""{"wildcard":{"message":{"value":"con?ect*"}}}""", "0,1,3")]
    [InlineData("""{"wildcard":{"level":{"value":"w*n","case_insensitive":true}}}""", "2")]
    [InlineData("""{"regexp":{"level":"(INFO|WARN)"}}""", "0,2,3")]
    [InlineData("""{"ids":{"values":["2","0","9"]}}""", "0,2")]
    [InlineData("""{"bool":{"must":{"match":{"message":"connection"}},"must_not":{"term":{"level":"ERROR"}}}}""", "0,3")]
    [InlineData("""{"bool":{"should":[{"term":{"level":"WARN"}},{"term":{"ok":true}}]}}""", "0,2")]
    [InlineData("""{"bool":{"should":[{"term":{"level":"WARN"}},{"exists":{"field":"ip"}}],"minimum_should_match":2}}""", "2")]
    [InlineData("""{"bool":{"filter":{"exists":{"field":"at"}},"should":{"term":{"level":"WARN"}}}}""", "0,1,2")]
    [InlineData("""{"constant_score":{"filter":{"term":{"level":"WARN"}}}}""", "2")]
    [InlineData("""{"dis_max":{"queries":[{"term":{"level":"WARN"}},{"term":{"level":"ERROR"}}]}}""", "1,2")]
    [InlineData("""{"query_string":{"query":"level:ERROR AND refused"}}""", "1")]
    [InlineData("""{"query_string":{"query":"refused -executor.executor"}}""", "3")]
    [InlineData("""{"query_string":{"query":"message:\"connection refused\" OR level:WARN"}}""", "1,2")]
    [InlineData("""{"query_string":{"query":"level:(INFO OR WARN) NOT message:accept*"}}""", "2,3")]
    [InlineData("""{"query_string":{"query":"ms:>=5 AND ms:<35"}}""", "0,2")]
    [InlineData("""{"query_string":{"query":"at:[2026-11-20T09:00:00 TO 2026-11-20T10:00:00}"}}""", "1")]
    [InlineData("""{"query_string":{"query":"connection host","default_field":"message","default_operator":"AND"}}""", "0")]
    [InlineData("""{"query_string":{"query":"_exists_:ratio"}}""", "0,1")]
    [InlineData("""{"query_string":{"query":"attributes.tag:y"}}""", "1")]
    [InlineData("""{"query_string":{"query":"*"}}""", "0,1,2,3")]
    [InlineData("""{"query_string":{"query":"level:/E.*/"}}""", "1")]
    [InlineData("""{"simple_query_string":{"query":"refused + executor.executor | \"slow reply\"","fields":["message"]}}""", "1,2")]
    [InlineData("""{"simple_query_string":{"query":"(unbalanced \"quote","fields":["message"]}}""", "")]
    public async Task A_query_finds_what_it_should(string query, string ids)
    {
        Assert.Equal(ids, await _node.IdsAsync("logs-a", query));
        await _node.DoAsync("POST", "/logs-a/_flush");
        Assert.Equal(ids, await _node.IdsAsync("logs-a", query));
    }

    [Theory]
    [InlineData("""{"foo":{}}""", "unknown query [foo]")]
    [InlineData("""{"term":{"level":["a"]}}""", "does not support array")]
    [InlineData("""{"term":{"level":"a","ms":5}}""", "multiple fields")]
    [InlineData("""{"term":{"ms":"abc"}}""", "abc")]
    [InlineData("""{"range":{"at":{"gte":"nonsense"}}}""", "nonsense")]
    [InlineData("""{"range":{"at":{"above":"now"}}}""", "does not support [above]")]
    [InlineData("""{"bool":{"musty":[]}}""", "musty")]
    [InlineData("""{"query_string":{"query":"level:(ERROR"}}""", "Failed to parse query")]
    [InlineData("""{"query_string":{"query":"AND"}}""", "")]
    [InlineData("""{"script":{}}""", "[script query] is not supported")]
    [InlineData("""{"regexp":{"level":"(("}}""", "unexpected end-of-string")]
    [InlineData("""{"wildcard":{"ms":"1*"}}""", "wildcard")]
    [InlineData("""{"match":{"message":{"query":"a","operator":"xor"}}}""", "XOR")]
    [InlineData("""[]""", "start_object")]
    public async Task A_query_that_makes_no_sense_is_refused(string query, string reason)
    {
        var (status, body) = await _node.SendAsync("POST", "/logs-a/_search", $$"""{"query":{{query}}}""");
        if (reason.Length > 0)
        {
            Assert.Equal(400, status);
            Assert.Contains(reason, body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }), StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            Assert.True(status is 200 or 400);
        }
    }

    [Fact]
    public async Task Clauses_that_nest_without_end_are_refused()
    {
        var query = string.Concat(Enumerable.Repeat("""{"bool":{"must":""", 31)) + """{"match_all":{}}""" + string.Concat(Enumerable.Repeat("}}", 31));
        Assert.Equal(400, (await _node.SendAsync("POST", "/logs-a/_search", $$"""{"query":{{query}}}""")).Status);
    }

    [Fact]
    public async Task A_wildcard_with_many_stars_takes_no_time()
    {
        await _node.FillAsync("stars", $$"""{"k":"{{new string('a', 8000)}}b"}""");
        var pattern = string.Concat(Enumerable.Repeat("*a", 200)) + "*c";
        await Wait.ForAsync("the search", async () => await _node.IdsAsync("stars", $$$"""{"wildcard":{"k":"{{{pattern}}}"}}""") == "", TimeSpan.FromSeconds(5));
    }
}
