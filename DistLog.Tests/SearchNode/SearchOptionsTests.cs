using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode;

/// <summary>What a search may ask beside its query.</summary>
public sealed class SearchOptionsTests : IAsyncLifetime
{
    private TestNode _node = null!;

    public async Task InitializeAsync()
    {
        _node = await TestNode.StartAsync();
        await _node.DoAsync("PUT", "/a", """{"settings":{"index.max_result_window":1000},"mappings":{"properties":{"group":{"type":"keyword"},"n":{"type":"long"},"r":{"type":"double"},"at":{"type":"date"},"text":{"type":"text","fields":{"raw":{"type":"keyword","ignore_above":5}}},"other":{"type":"alias","path":"group"},"free":{"type":"object","dynamic":false},"geo":{"type":"geo_point"}}}}""");
        await _node.FillAsync(
            "a",
            """{"group":"x","n":[5,1,9],"r":1.5,"at":"2026-11-20T10:00:00.5Z","text":"one","free":{"k":[1,{"z":"v"}]},"geo":[1,2]}""",
            """{"group":"y","n":2,"r":2,"at":"2026-11-21","text":"two and three"}""",
            """{"group":"x","n":"3","text":["one","two"]}""",
            """{"n":4}""");
        await _node.DoAsync("PUT", "/nanos", """{"mappings":{"properties":{"at":{"type":"date_nanos"}}}}""");
        await _node.FillAsync("nanos", """{"at":"2026-11-20T12:00:00.000000001Z"}""");
    }

    public async Task DisposeAsync() => await _node.DisposeAsync();

    private async Task<JsonArray> HitsAsync(string body, string index = "a") => (await _node.DoAsync("POST", $"/{index}/_search", body))["hits"]!["hits"]!.AsArray();

    private static string Ids(JsonArray hits) => string.Join(',', hits.Select(hit => hit!["_id"]!.GetValue<string>()));

    [Fact]
    public async Task Hits_are_collapsed_and_show_others_of_their_group()
    {
        var hits = await HitsAsync("""{"sort":[{"n":{"order":"asc","mode":"min"}}],"collapse":{"field":"group","inner_hits":{"name":"more","size":5,"sort":["n"],"_source":false}}}""");
        Assert.Equal("0,1,3", Ids(hits));
        Assert.Equal("""["x"]""", hits[0]!["fields"]!["group"]!.ToJsonString());
        Assert.Equal("0,2", Ids(hits[0]!["inner_hits"]!["more"]!["hits"]!["hits"]!.AsArray()));
        Assert.Equal("3", Ids(hits[2]!["inner_hits"]!["more"]!["hits"]!["hits"]!.AsArray()));
        Assert.Equal("1,3", Ids(await HitsAsync("""{"from":1,"sort":["n"],"collapse":{"field":"other"}}""")));
    }

    [Fact]
    public async Task First_hits_are_scored_again()
    {
        var hits = await HitsAsync("""{"query":{"constant_score":{"filter":{"match_all":{}},"boost":2}},"rescore":{"window_size":4,"query":{"rescore_query":{"constant_score":{"filter":{"term":{"group":"y"}},"boost":3}},"query_weight":2,"rescore_query_weight":5}}}""");
        Assert.Equal("1", hits[0]!["_id"]!.GetValue<string>());
        Assert.Equal([19, 4, 4, 4], hits.Select(hit => hit!["_score"]!.GetValue<double>()));
    }

    [Theory]
    [InlineData("min", "0,1,2,3")]
    [InlineData("max", "1,2,3,0")]
    [InlineData("sum", "1,2,3,0")]
    [InlineData("avg", "1,2,3,0")]
    [InlineData("median", "1,2,3,0")]
    public async Task Several_values_are_sorted_by_what_the_mode_makes_of_them(string mode, string ids) =>
        Assert.Equal(ids, Ids(await HitsAsync($$"""{"sort":[{"n":{"order":"asc","mode":"{{mode}}"} }]}""")));

    [Fact]
    public async Task Dates_of_both_precisions_are_sorted_together_by_one_type()
    {
        var hits = await HitsAsync("""{"size":3,"sort":[{"at":{"order":"asc","numeric_type":"date_nanos"}}]}""", "a,nanos");
        Assert.Equal("a,nanos,a", string.Join(',', hits.Select(hit => hit!["_index"]!.GetValue<string>())));
        Assert.Equal(1, hits[1]!["sort"]![0]!.GetValue<long>() % 1000);
        var after = hits[1]!["sort"]!.ToJsonString();
        var next = await HitsAsync("""{"sort":[{"at":{"order":"asc","numeric_type":"date_nanos"}}],"query":{"exists":{"field":"at"}},"search_after":""" + after + "}", "a,nanos");
        Assert.Equal("1", Ids(next));
    }

    [Fact]
    public async Task Fields_are_given_as_the_document_has_them_in_the_form_of_their_type()
    {
        var hit = (await HitsAsync("""{"size":1,"sort":["_doc"],"_source":false,"fields":["n","r","text*","other",{"field":"at","format":"yyyy"},{"field":"free*","include_unmapped":true},"geo"]}"""))[0]!;
        Assert.Null(hit["_source"]);
        Assert.Equal("""{"n":[5,1,9],"r":[1.5],"text":["one"],"text.raw":["one"],"other":["x"],"at":["2026"],"geo":[1,2],"free.k":[1],"free.k.z":["v"]}""", hit["fields"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_that_were_left_out_of_a_field_are_shown_apart()
    {
        var hit = (await HitsAsync("""{"query":{"ids":{"values":["1"]}},"fields":["text.raw"]}"""))[0]!;
        Assert.Null(hit["fields"]);
        Assert.Equal("""{"text.raw":["two and three"]}""", hit["ignored_field_values"]!.ToJsonString());
        Assert.Equal("""["text.raw"]""", hit["_ignored"]!.ToJsonString());
    }

    [Fact]
    public async Task Doc_values_come_in_order_and_in_the_format_that_is_wanted()
    {
        var hit = (await HitsAsync("""{"size":1,"sort":["_doc"],"docvalue_fields":["n",{"field":"r","format":"0.00"},{"field":"at","format":"epoch_millis"},"group"]}"""))[0]!;
        Assert.Equal("""{"n":[1,5,9],"r":["1.50"],"at":["1795168800500"],"group":["x"]}""", hit["fields"]!.ToJsonString());
    }

    [Fact]
    public async Task Hits_tell_which_named_queries_matched()
    {
        var hits = await HitsAsync("""{"sort":["_doc"],"query":{"bool":{"should":[{"term":{"group":{"value":"x","_name":"is x"}}},{"range":{"n":{"gte":4,"_name":"big"}}}],"filter":{"match_all":{"_name":"all"}}}}}""");
        Assert.Equal(["is x,big,all", "all", "is x,all", "big,all"], hits.Select(hit => string.Join(',', hit!["matched_queries"]!.AsArray().Select(name => name!.GetValue<string>()).OrderBy(name => name is "is x" ? 0 : name is "big" ? 1 : 2))));
    }

    [Fact]
    public async Task Terms_can_stand_in_another_document()
    {
        await _node.FillAsync("lists", """{"of":{"groups":["x","z"]}}""");
        Assert.Equal("0,2", await _node.IdsAsync("a", """{"terms":{"group":{"index":"lists","id":"0","path":"of.groups"}}}"""));
        Assert.Equal("", await _node.IdsAsync("a", """{"terms":{"group":{"index":"lists","id":"nosuch","path":"of.groups"}}}"""));
        Assert.Equal(404, (await _node.SendAsync("POST", "/a/_search", """{"query":{"terms":{"group":{"index":"nosuch","id":"0","path":"of"}}}}""")).Status);
    }

    [Fact]
    public async Task Slices_are_disjoint_and_complete()
    {
        await _node.FillAsync("many", [.. Enumerable.Range(0, 200).Select(i => $$"""{"i":{{i}}}""")]);
        var point = (await _node.DoAsync("POST", "/many/_pit?keep_alive=1m"))["id"]!.GetValue<string>();
        var ids = new List<string>();
        for (var slice = 0; slice < 3; slice++)
        {
            var answer = await _node.DoAsync("POST", "/_search", $$$"""{"size":1000,"slice":{"id":{{{slice}}},"max":3},"pit":{"id":"{{{point}}}" },"sort":["i"]}""");
            var found = answer["hits"]!["hits"]!.AsArray();
            Assert.InRange(found.Count, 30, 110);
            Assert.All(found, hit => Assert.Equal(2, hit!["sort"]!.AsArray().Count));
            ids.AddRange(found.Select(hit => hit!["_id"]!.GetValue<string>()));
        }

        Assert.Equal(200, ids.Distinct().Count());
        Assert.Equal(200, ids.Count);
    }

    [Fact]
    public async Task The_boost_of_an_index_raises_its_scores()
    {
        var hits = await HitsAsync("""{"indices_boost":[{"na*":3}]}""", "a,nanos");
        Assert.Equal("nanos", hits[0]!["_index"]!.GetValue<string>());
        Assert.Equal(3, hits[0]!["_score"]!.GetValue<double>());
    }

    [Fact]
    public async Task One_document_is_explained()
    {
        var yes = await _node.DoAsync("POST", "/a/_explain/0", """{"query":{"match":{"text":"one"}}}""");
        Assert.True(yes["matched"]!.GetValue<bool>());
        Assert.True(yes["explanation"]!["value"]!.GetValue<double>() > 0);
        var no = await _node.DoAsync("GET", "/a/_explain/1?q=text:one");
        Assert.False(no["matched"]!.GetValue<bool>());
        Assert.Equal(404, (await _node.SendAsync("GET", "/a/_explain/nosuch?q=*")).Status);
    }

    [Fact]
    public async Task Capabilities_of_fields_tell_where_indices_differ()
    {
        var caps = (await _node.DoAsync("POST", "/a,nanos/_field_caps?fields=at,n,text.raw,other&include_unmapped"))["fields"]!;
        Assert.Equal("""["nanos"]""", caps["at"]!["date_nanos"]!["indices"]!.ToJsonString());
        Assert.Equal("""["nanos"]""", caps["n"]!["unmapped"]!["indices"]!.ToJsonString());
        Assert.True(caps["other"]!["keyword"]!["aggregatable"]!.GetValue<bool>());
        var filtered = await _node.DoAsync("POST", "/a,nanos/_field_caps?fields=*&filters=-metadata", """{"index_filter":{"range":{"n":{"gte":1}}}}""");
        Assert.Equal("""["a"]""", filtered["indices"]!.ToJsonString());
        Assert.Null(filtered["fields"]!["_id"]);
    }

    [Theory]
    [InlineData("POST", "/a/_search?sise=1", "", "contains unrecognized parameter: [sise] -> did you mean [size]?")]
    [InlineData("POST", "/a/_search", """{"size":1001}""", "from + size must be less than or equal to: [1000] but was [1001]")]
    [InlineData("POST", "/a/_search", """{"nosuch":1}""", "Unknown key for a VALUE_NUMBER in [nosuch].")]
    [InlineData("POST", "/a/_search", """{"runtime_mappings":{"x":{"type":"long"}}}""", "runtime_mappings")]
    [InlineData("POST", "/a/_search", """{"script_fields":{"x":{"script":"1"}}}""", "script_fields")]
    [InlineData("POST", "/a/_search", """{"suggest":{"x":{}}}""", "suggest")]
    [InlineData("POST", "/a/_search", """{"query":{"range":{"geo":{"gte":1}}}}""", "geo_point")]
    [InlineData("POST", "/a/_search", """{"query":{"boool":{}}}""", "unknown query [boool] did you mean [bool]?")]
    [InlineData("POST", "/a/_search", """{"query":{"nested":{"path":"x","query":{"match_all":{}}}}}""", "nested query")]
    [InlineData("POST", "/a/_search", """{"query":{"match":{"text":{"query":"a","fuzziness":"3"}}}}""", "fuzziness")]
    [InlineData("POST", "/a/_search", """{"query":{"function_score":{"functions":[{"random_score":{}}]}}}""", "random_score")]
    [InlineData("POST", "/a/_search", """{"sort":[{"group":{"mode":"sum"}}]}""", "AVG, MEDIAN and SUM")]
    [InlineData("POST", "/a/_search", """{"sort":[{"n":{"nested":{"path":"x"}}}]}""", "nested")]
    [InlineData("POST", "/a/_search", """{"collapse":{"field":"text"}}""", "collapse")]
    [InlineData("POST", "/a/_search", """{"collapse":{"field":"n"}}""", "several values")]
    [InlineData("POST", "/a/_search", """{"docvalue_fields":["text"]}""", "Fielddata is disabled on [text]")]
    [InlineData("POST", "/a/_search", """{"fields":[{"field":"group","format":"x"}]}""", "doesn't support formats")]
    [InlineData("POST", "/a/_search", """{"query":{"match_all":{"boost":-1}}}""", "negative [boost]")]
    [InlineData("POST", "/a/_search?search_type=query_and_fetch", "", "No search type for [query_and_fetch]")]
    [InlineData("POST", "/a/_search?scroll=2d", "", "is too large")]
    [InlineData("POST", "/a/_count?nosuch=1", "", "unrecognized parameter: [nosuch]")]
    public async Task What_is_wrong_or_not_supported_is_refused_by_name(string method, string path, string body, string reason)
    {
        var (status, answer) = await _node.SendAsync(method, path, body.Length == 0 ? null : body);
        Assert.Equal(400, status);
        Assert.Contains(reason, answer["error"]!["root_cause"]![0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
