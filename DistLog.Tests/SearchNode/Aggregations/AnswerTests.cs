using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>Two small indices whose fields have different types, which all tests only read.</summary>
public sealed class MixedFixture : IAsyncLifetime
{
    internal TestNode Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Node = await TestNode.StartAsync();
        await Node.DoAsync("PUT", "/a", """{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"},"f":{"type":"float"},"d":{"type":"date"},"dn":{"type":"date_nanos"},"b":{"type":"boolean"},"t":{"type":"text"},"fl":{"type":"flattened"},"c":{"type":"constant_keyword","value":"same"},"s":{"type":"keyword"}}}}""");
        await Node.DoAsync("PUT", "/b", """{"mappings":{"properties":{"k":{"type":"keyword"},"n":{"type":"double"},"s":{"type":"long"}}}}""");
        await Node.FillAsync(
            "a",
            """{"k":"x","n":1,"f":0.04,"d":"2026-03-01T10:00:00Z","dn":"2026-03-01T10:00:00.123456789Z","b":true,"t":"hello world","fl":{"p":"q","r":{"s":"u"}},"s":"one"}""",
            """{"k":["x","y"],"n":5,"f":0.03,"d":"2026-03-02T10:00:00Z","b":false,"fl":{"p":"z"}}""",
            """{"n":7}""");
        await Node.FillAsync("b", """{"k":"y","n":2.5,"s":1}""");
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();
}

/// <summary>What answers look like, to the letter: names of types, texts of keys and values, results of nothing.</summary>
public sealed class AnswerTests(MixedFixture fixture) : IClassFixture<MixedFixture>
{
    private async Task<JsonNode> AskAsync(string indices, string aggregation, string query = """{"match_all":{}}""") =>
        (await fixture.Node.DoAsync("POST", $"/{indices}/_search?typed_keys=true", $$$"""{"size":0,"query":{{{query}}},"aggs":{"x":{{{aggregation}}}}}"""))["aggregations"]!;

    [Theory]
    [InlineData("a", """{"terms":{"field":"d","format":"yyyy-MM","size":1}}""", """{"lterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":1,"buckets":[{"key_as_string":"2026-03","key":1772359200000,"doc_count":1}]}}""")]
    [InlineData("a", """{"terms":{"field":"b"}}""", """{"lterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key_as_string":"false","key":0,"doc_count":1},{"key_as_string":"true","key":1,"doc_count":1}]}}""")]
    [InlineData("a", """{"terms":{"field":"dn"}}""", """{"lterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key_as_string":"2026-03-01T10:00:00.123Z","key":1772359200123,"doc_count":1}]}}""")]
    [InlineData("a,b", """{"terms":{"field":"n","missing":9}}""", """{"dterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":1.0,"doc_count":1},{"key":2.5,"doc_count":1},{"key":5.0,"doc_count":1},{"key":7.0,"doc_count":1}]}}""")]
    [InlineData("a,b", """{"terms":{"field":"d","missing":"2026-03-01T10:00:00Z"}}""", """{"lterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key_as_string":"2026-03-01T10:00:00.000Z","key":1772359200000,"doc_count":3},{"key_as_string":"2026-03-02T10:00:00.000Z","key":1772445600000,"doc_count":1}]}}""")]
    [InlineData("a,b", """{"date_histogram":{"field":"d","calendar_interval":"day","missing":"2026-03-01"}}""", """{"date_histogram#x":{"buckets":[{"key_as_string":"2026-03-01T00:00:00.000Z","key":1772323200000,"doc_count":3},{"key_as_string":"2026-03-02T00:00:00.000Z","key":1772409600000,"doc_count":1}]}}""")]
    [InlineData("b,a", """{"max":{"field":"d","missing":"2030-01-01"}}""", """{"max#x":{"value":1.893456E12,"value_as_string":"2030-01-01T00:00:00.000Z"}}""")]
    [InlineData("a", """{"terms":{"field":"fl.p"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"q","doc_count":1},{"key":"z","doc_count":1}]}}""")]
    [InlineData("a,b", """{"terms":{"field":"_index"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"a","doc_count":3},{"key":"b","doc_count":1}]}}""")]
    [InlineData("a", """{"terms":{"field":"c"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"same","doc_count":3}]}}""")]
    [InlineData("a", """{"terms":{"field":"k","include":"[a-z]&~(x)","exclude":"z"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":"y","doc_count":1}]}}""")]
    [InlineData("a", """{"terms":{"field":"nosuch"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[]}}""")]
    [InlineData("a", """{"terms":{"field":"nosuch","missing":3,"value_type":"long"}}""", """{"lterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[{"key":3,"doc_count":3}]}}""")]
    [InlineData("a", """{"missing":{"field":"c"}}""", """{"missing#x":{"doc_count":0}}""")]
    [InlineData("a", """{"min":{"field":"d"},"meta":{"why":["so"]}}""", """{"min#x":{"meta":{"why":["so"]},"value":1.7723592E12,"value_as_string":"2026-03-01T10:00:00.000Z"}}""")]
    [InlineData("a", """{"avg":{"field":"n","format":"0.00"}}""", """{"avg#x":{"value":4.333333333333333,"value_as_string":"4.33"}}""")]
    [InlineData("a", """{"max":{"field":"b"}}""", """{"max#x":{"value":1.0,"value_as_string":"true"}}""")]
    [InlineData("a", """{"percentiles":{"field":"d","percents":[50],"keyed":false}}""", """{"tdigest_percentiles#x":{"values":[{"key":50.0,"value":1.7724024E12,"value_as_string":"2026-03-01T22:00:00.000Z"}]}}""")]
    [InlineData("a", """{"histogram":{"field":"n","interval":5,"format":"0.0","keyed":true}}""", """{"histogram#x":{"buckets":{"0.0":{"key_as_string":"0.0","key":0.0,"doc_count":1},"5.0":{"key_as_string":"5.0","key":5.0,"doc_count":2}}}}""")]
    [InlineData("a", """{"date_histogram":{"field":"d","fixed_interval":"1d","hard_bounds":{"max":"2026-03-02"}}}""", """{"date_histogram#x":{"buckets":[{"key_as_string":"2026-03-01T00:00:00.000Z","key":1772323200000,"doc_count":1}]}}""")]
    [InlineData("a", """{"date_histogram":{"field":"n","fixed_interval":"5ms","min_doc_count":1}}""", """{"date_histogram#x":{"buckets":[{"key":0,"doc_count":1},{"key":5,"doc_count":2}]}}""")]
    [InlineData("a", """{"range":{"field":"f","ranges":[{"to":0.04},{"key":"rest","from":0.04}]}}""", """{"range#x":{"buckets":[{"key":"*-0.04","to":0.04,"doc_count":1},{"key":"rest","from":0.04,"doc_count":1}]}}""")]
    [InlineData("a", """{"date_range":{"field":"d","format":"yyyy-MM-dd","keyed":true,"ranges":[{"from":"2026-03-01||+1d"}]}}""", """{"date_range#x":{"buckets":{"2026-03-02-*":{"from":1.7724096E12,"from_as_string":"2026-03-02","doc_count":1}}}}""")]
    [InlineData("a", """{"filters":{"filters":{"two":{"term":{"n":5}},"one":{"term":{"n":1}}},"other_bucket_key":"rest"}}""", """{"filters#x":{"buckets":{"one":{"doc_count":1},"two":{"doc_count":1},"rest":{"doc_count":1}}}}""")]
    [InlineData("a", """{"top_metrics":{"metrics":[{"field":"k"},{"field":"n"}],"sort":{"d":"asc"},"size":2}}""", """{"top_metrics#x":{"top":[{"sort":["2026-03-01T10:00:00.000Z"],"metrics":{"k":"x","n":1}},{"sort":["2026-03-02T10:00:00.000Z"],"metrics":{"k":"x","n":5}}]}}""")]
    [InlineData("a", """{"composite":{"sources":[{"b":{"terms":{"field":"b"}}},{"d":{"terms":{"field":"d"}}}],"size":1}}""", """{"composite#x":{"after_key":{"b":false,"d":1772445600000},"buckets":[{"key":{"b":false,"d":1772445600000},"doc_count":1}]}}""")]
    [InlineData("a", """{"cardinality":{"field":"nosuch","missing":"x"}}""", """{"cardinality#x":{"value":1}}""")]
    public async Task An_answer_is_what_Elasticsearch_gives(string indices, string aggregation, string expected) =>
        Assert.Equal(expected, (await AskAsync(indices, aggregation)).ToJsonString());

    [Theory]
    [InlineData("""{"terms":{"field":"k"}}""", """{"sterms#x":{"doc_count_error_upper_bound":0,"sum_other_doc_count":0,"buckets":[]}}""")]
    [InlineData("""{"histogram":{"field":"n","interval":1}}""", """{"histogram#x":{"buckets":[]}}""")]
    [InlineData("""{"date_histogram":{"field":"d","fixed_interval":"1d","extended_bounds":{"min":"2026-03-01","max":"2026-03-02"}},"aggs":{"m":{"max":{"field":"n"}}}}""", """{"date_histogram#x":{"buckets":[{"key_as_string":"2026-03-01T00:00:00.000Z","key":1772323200000,"doc_count":0,"max#m":{"value":null}},{"key_as_string":"2026-03-02T00:00:00.000Z","key":1772409600000,"doc_count":0,"max#m":{"value":null}}]}}""")]
    [InlineData("""{"stats":{"field":"n"}}""", """{"stats#x":{"count":0,"min":null,"max":null,"avg":null,"sum":0.0}}""")]
    [InlineData("""{"percentile_ranks":{"field":"n","values":[1]}}""", """{"tdigest_percentile_ranks#x":{"values":{"1.0":null}}}""")]
    [InlineData("""{"percentiles":{"field":"n","percents":[50],"hdr":{}}}""", """{"hdr_percentiles#x":{"values":{"50.0":null}}}""")]
    [InlineData("""{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"f"}}}""", """{"weighted_avg#x":{"value":null}}""")]
    [InlineData("""{"sum":{"field":"d"}}""", """{"sum#x":{"value":0.0,"value_as_string":"1970-01-01T00:00:00.000Z"}}""")]
    [InlineData("""{"top_hits":{}}""", """{"top_hits#x":{"hits":{"total":{"value":0,"relation":"eq"},"max_score":null,"hits":[]}}}""")]
    [InlineData("""{"top_metrics":{"metrics":{"field":"n"},"sort":"d"}}""", """{"top_metrics#x":{"top":[]}}""")]
    [InlineData("""{"composite":{"sources":[{"a":{"terms":{"field":"k"}}}]}}""", """{"composite#x":{"buckets":[]}}""")]
    [InlineData("""{"auto_date_histogram":{"field":"d"}}""", """{"auto_date_histogram#x":{"buckets":[],"interval":"1s"}}""")]
    public async Task Of_no_documents_there_is_an_empty_answer(string aggregation, string expected) =>
        Assert.Equal(expected, (await AskAsync("a", aggregation, """{"match_none":{}}""")).ToJsonString());

    [Fact]
    public async Task Hits_inside_a_bucket_are_shown_like_those_of_a_search()
    {
        var answer = await AskAsync("a", """{"top_hits":{"size":1,"highlight":{"fields":{"t":{}}},"docvalue_fields":["n"],"_source":false,"seq_no_primary_term":true,"version":true}}""", """{"match":{"t":"hello"}}""");
        var hit = answer["top_hits#x"]!["hits"]!["hits"]![0]!;
        Assert.Equal("<em>hello</em> world", hit["highlight"]!["t"]![0]!.GetValue<string>());
        Assert.Equal("""{"n":[1]}""", hit["fields"]!.ToJsonString());
        Assert.Equal(answer["top_hits#x"]!["hits"]!["max_score"]!.GetValue<double>(), hit["_score"]!.GetValue<double>());
        Assert.Equal("0 1 1", $"{hit["_seq_no"]} {hit["_primary_term"]} {hit["_version"]}");
        Assert.Null(hit["_source"]);
    }

    [Theory]
    [InlineData("a", """{"avg":{"field":"k"}}""", "Field [k] of type [keyword] is not supported for aggregation [avg]")]
    [InlineData("a", """{"terms":{"field":"t"}}""", "Fielddata is disabled on [t] in [a].")]
    [InlineData("a", """{"terms":{"field":"_id"}}""", "Fielddata access on the _id field is disallowed")]
    [InlineData("a,b", """{"terms":{"field":"s"}}""", "Merging/Reducing the aggregations failed when computing the aggregation [x]")]
    [InlineData("a", """{"terms":{"field":"k","script":{"source":"1"}}}""", "[script in an aggregation] is not supported by this node")]
    [InlineData("a", """{"terms":{"field":"k","order":{"zz":"asc"}}}""", "Invalid aggregation order path [zz]. The provided aggregation [zz] either does not exist, or is a pipeline aggregation and cannot be used to sort the buckets.")]
    [InlineData("a", """{"terms":{"field":"k","order":{"s":"asc"}},"aggs":{"s":{"stats":{"field":"n"}}}}""", "When ordering on a multi-value metrics aggregation a metric name must be specified.")]
    [InlineData("a", """{"terms":{"field":"k","order":{"s>m":"asc"}},"aggs":{"s":{"terms":{"field":"n"},"aggs":{"m":{"max":{"field":"n"}}}}}}""", "[s] is not single-bucket.")]
    [InlineData("a", """{"terms":{"field":"n","include":"1.*"}}""", "Aggregation [x] cannot support regular expression style include/exclude settings as they can only be applied to string fields.")]
    [InlineData("a", """{"terms":{"field":"k","include":{"partition":5,"num_partitions":5}}}""", "Partition must be in range 0..num_partitions-1")]
    [InlineData("a", """{"histogram":{"field":"n","interval":0}}""", "[interval] must be >0 for histogram aggregation [x]")]
    [InlineData("a", """{"histogram":{"field":"n","interval":1,"extended_bounds":{"min":5,"max":1}}}""", "[extended_bounds.min][5.0] cannot be greater than [extended_bounds.max][1.0] for histogram aggregation [x]")]
    [InlineData("a", """{"terms":{"field":"k","include":"(a"}}""", "expected ')'")]
    [InlineData("a", """{"histogram":{"field":"n","interval":1e-7,"extended_bounds":{"min":0,"max":1}}}""", "Trying to create too many buckets.")]
    [InlineData("a", """{"date_histogram":{"field":"d","calendar_interval":"2d"}}""", "The supplied interval [2d] could not be parsed as a calendar interval.")]
    [InlineData("a", """{"date_histogram":{"field":"d","calendar_interval":"1d","fixed_interval":"1d"}}""", "Cannot use [fixed_interval] with [calendar_interval] configuration option.")]
    [InlineData("a", """{"range":{"field":"n","ranges":[]}}""", "No [ranges] specified for the [x] aggregation")]
    [InlineData("a", """{"percentiles":{"field":"n","percents":[101]}}""", "percent must be in [0,100], got [101.0]: [x]")]
    [InlineData("a", """{"percentiles":{"field":"n","hdr":{},"tdigest":{}}}""", "Only one percentiles method should be declared.")]
    [InlineData("a", """{"top_hits":{"size":101}}""", "Top hits result window is too large, the top hits aggregator [x]'s from + size must be less than or equal to: [100] but was [101].")]
    [InlineData("a", """{"filter":{"match_all":{}},"aggs":{"g":{"global":{}}}}""", "Aggregation [x] cannot have a global sub-aggregation [g]. Global aggregations can only be defined as top level aggregations")]
    [InlineData("a", """{"max":{"field":"n"},"aggs":{"y":{"min":{"field":"n"}}}}""", "Aggregator [x] of type [max] cannot accept sub-aggregations")]
    [InlineData("a", """{"ip_range":{"field":"ip","ranges":[{"mask":"10.0.0.0/33"}]}}""", "Illegal prefix length [33] in [10.0.0.0/33]")]
    [InlineData("a", """{"geo_bounds":{"field":"k"}}""", "[geo_bounds aggregation] is not supported by this node")]
    public async Task What_makes_no_sense_is_refused_in_words(string indices, string aggregation, string reason)
    {
        var (status, body) = await fixture.Node.SendAsync("POST", $"/{indices}/_search", $$$"""{"size":0,"aggs":{"x":{{{aggregation}}}}}""");
        Assert.True(status == 400, body.ToJsonString());
        Assert.Contains(reason, body["error"]!["root_cause"]![0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}
