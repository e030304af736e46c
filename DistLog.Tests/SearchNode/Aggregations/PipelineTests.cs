using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>Pipeline aggregations over the buckets of six days, one of them empty.</summary>
public sealed class PipelineTests(SalesFixture fixture) : IClassFixture<SalesFixture>
{
    private readonly TestNode _node = fixture.Node;

    /// <summary>A bucket for each day, with more aggregations inside.</summary>
    private static string Days(string inside) =>
        """ "days":{"date_histogram":{"field":"at","fixed_interval":"1d"},"aggs":{"s":{"sum":{"field":"price"}},"m":{"max":{"field":"price"}},""" + inside + "}}";

    private async Task<JsonNode> AskAsync(string aggregations) =>
        (await _node.DoAsync("POST", "/sales/_search?size=0", $"{{\"aggs\":{{{aggregations}}}}}"))["aggregations"]!;

    /// <summary>A value of each day: - where the day has none.</summary>
    private async Task<string> InsideAsync(string pipeline, string property = "value")
    {
        var buckets = (await AskAsync(Days($"\"p\":{pipeline}")))["days"]!["buckets"]!.AsArray();
        return string.Join(' ', buckets.Select(bucket => bucket!["p"] is not { } value ? "-" : value[property]?.ToJsonString() ?? "null"));
    }

    [Theory]
    [InlineData("""{"cumulative_sum":{"buckets_path":"s"}}""", "550.0 610.0 610.0 985.0 985.0 995.0")]
    [InlineData("""{"cumulative_sum":{"buckets_path":"_count"}}""", "2.0 3.0 3.0 5.0 5.0 6.0")]
    [InlineData("""{"derivative":{"buckets_path":"s"}}""", "- -490.0 null null null null")]
    [InlineData("""{"derivative":{"buckets_path":"s","gap_policy":"insert_zeros"}}""", "- -490.0 -60.0 375.0 -375.0 10.0")]
    [InlineData("""{"serial_diff":{"buckets_path":"s","lag":3,"gap_policy":"insert_zeros"}}""", "- - - -175.0 -60.0 10.0")]
    [InlineData("""{"normalize":{"buckets_path":"_count","method":"percent_of_sum","format":"00.0%"}}""", "0.3333333333333333 0.16666666666666666 0.0 0.3333333333333333 0.0 0.16666666666666666")]
    public async Task Values_go_from_bucket_to_bucket(string pipeline, string expected) => Assert.Equal(expected, await InsideAsync(pipeline));

    [Fact]
    public async Task A_derivative_is_told_per_unit_of_time() =>
        Assert.Equal("- -20.416666666666668 -2.5 15.625 -15.625 0.4166666666666667", await InsideAsync("""{"derivative":{"buckets_path":"s","unit":"1h","gap_policy":"insert_zeros"}}""", "normalized_value"));

    [Theory]
    [InlineData("""{"avg_bucket":{"buckets_path":"days>s"}}""", """{"value":248.75}""")]
    [InlineData("""{"sum_bucket":{"buckets_path":"days>s","format":"0.00"}}""", """{"value":995.0,"value_as_string":"995.00"}""")]
    [InlineData("""{"max_bucket":{"buckets_path":"days>s"}}""", """{"value":550.0,"keys":["2026-03-01T00:00:00.000Z"]}""")]
    [InlineData("""{"min_bucket":{"buckets_path":"days>_count"}}""", """{"value":0.0,"keys":["2026-03-03T00:00:00.000Z","2026-03-05T00:00:00.000Z"]}""")]
    [InlineData("""{"stats_bucket":{"buckets_path":"days>s"}}""", """{"count":4,"min":10.0,"max":550.0,"avg":248.75,"sum":995.0}""")]
    [InlineData("""{"percentiles_bucket":{"buckets_path":"days>m","percents":[25,50,100]}}""", """{"values":{"25.0":60.0,"50.0":200.0,"100.0":350.0}}""")]
    [InlineData("""{"avg_bucket":{"buckets_path":"days['2026-03-04T00:00:00.000Z']>kinds>_count"}}""", """{"value":1.0}""")]
    public async Task Buckets_beside_are_summed_up(string pipeline, string expected) =>
        Assert.Equal(expected, (await AskAsync(Days(""" "kinds":{"terms":{"field":"kind"}}""") + $",\"p\":{pipeline}"))["p"]!.ToJsonString());

    [Theory]
    [InlineData("""{"bucket_sort":{"sort":[{"s":{"order":"desc"}}]}}""", "1 4 2 6")]
    [InlineData("""{"bucket_sort":{"sort":[{"_count":"desc"},{"s":"asc"}],"from":1,"size":2}}""", "1 6")]
    [InlineData("""{"bucket_sort":{"sort":["_key"],"from":4}}""", "5 6")]
    [InlineData("""{"bucket_sort":{"sort":[{"_key":"desc"}],"size":2}}""", "6 5")]
    [InlineData("""{"bucket_sort":{"size":1}}""", "1")]
    public async Task Bucket_sort_orders_and_cuts(string pipeline, string days)
    {
        var buckets = (await AskAsync(Days($"\"p\":{pipeline}")))["days"]!["buckets"]!.AsArray();
        Assert.Equal(days, string.Join(' ', buckets.Select(bucket => bucket!["key_as_string"]!.GetValue<string>()[9..10])));
    }

    [Fact]
    public async Task A_pipeline_reads_another_wherever_it_stands()
    {
        // Empty days have no value, and so neither have the differences to them.
        var buckets = await AskAsync(Days(""" "b":{"derivative":{"buckets_path":"a"}},"a":{"cumulative_sum":{"buckets_path":"s"}}""") + ""","best":{"max_bucket":{"buckets_path":"days>b"}}""");
        Assert.Equal(60, buckets["best"]!["value"]!.GetValue<double>());
    }

    [Theory]
    [InlineData("""{"p":{"avg_bucket":{"buckets_path":"nosuch>s"}}}""", "No aggregation found for path [nosuch>s]")]
    [InlineData("""{"t":{"terms":{"field":"kind"}},"p":{"avg_bucket":{}}}""", "Required one of fields [buckets_path], but none were specified. ")]
    [InlineData("""{"t":{"terms":{"field":"kind"},"aggs":{"p":{"derivative":{"buckets_path":"_count"}}}}}""", "derivative aggregation [p] must have a histogram, date_histogram or auto_date_histogram as parent")]
    [InlineData("""{"t":{"histogram":{"field":"price","interval":1,"min_doc_count":1},"aggs":{"p":{"cumulative_sum":{"buckets_path":"_count"}}}}}""", "parent histogram of cumulative_sum aggregation [p] must have min_doc_count of 0")]
    [InlineData("""{"p":{"bucket_sort":{"size":1}}}""", "bucket_sort aggregation [p] must be declared inside of another aggregation")]
    [InlineData("""{"t":{"terms":{"field":"kind"},"aggs":{"p":{"bucket_sort":{}}}}}""", "[p] is configured to perform nothing. Please set either of [sort, size, from] to use bucket_sort")]
    [InlineData("""{"t":{"terms":{"field":"kind"},"aggs":{"s":{"stats":{"field":"price"}}}},"p":{"max_bucket":{"buckets_path":"t>s"}}}""", "buckets_path must reference either a number value or a single value numeric metric aggregation, but [s] contains multiple values. Please specify which to use.")]
    [InlineData("""{"a":{"max_bucket":{"buckets_path":"b"}},"b":{"max_bucket":{"buckets_path":"a"}}}""", "Cyclical dependency found with pipeline aggregator [a]")]
    [InlineData("""{"t":{"terms":{"field":"kind"},"aggs":{"p":{"bucket_script":{"buckets_path":{"c":"_count"},"script":"params.c"}}}}}""", "[bucket_script aggregation] is not supported by this node")]
    [InlineData("""{"t":{"terms":{"field":"kind"}},"p":{"sum_bucket":{"buckets_path":"t>_count","gap_policy":"guess"}}}""", "Invalid gap policy: [guess], accepted values: [insert_zeros, skip, keep_values]")]
    public async Task A_pipeline_that_makes_no_sense_is_refused(string aggregations, string reason)
    {
        var (status, body) = await _node.SendAsync("POST", "/sales/_search", $$$"""{"size":0,"aggs":{{{aggregations}}}}""");
        Assert.Equal(400, status);
        Assert.Contains(reason, body["error"]!["root_cause"]![0]!["reason"]!.GetValue<string>(), StringComparison.Ordinal);
    }
}

/// <summary>The sales of six days, which all tests only read.</summary>
public sealed class SalesFixture : IAsyncLifetime
{
    internal TestNode Node { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Node = await TestNode.StartAsync();
        await Node.DoAsync("PUT", "/sales", """{"mappings":{"properties":{"at":{"type":"date"},"price":{"type":"double"},"kind":{"type":"keyword"}}}}""");
        await Node.FillAsync(
            "sales",
            """{"at":"2026-03-01","price":200,"kind":"a"}""",
            """{"at":"2026-03-01","price":350,"kind":"b"}""",
            """{"at":"2026-03-02","price":60,"kind":"a"}""",
            """{"at":"2026-03-04","price":175,"kind":"b"}""",
            """{"at":"2026-03-04","price":200,"kind":"a"}""",
            """{"at":"2026-03-06","price":10}""");
    }

    public async Task DisposeAsync() => await Node.DisposeAsync();
}
