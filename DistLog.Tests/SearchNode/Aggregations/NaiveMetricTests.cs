using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Aggregations;

/// <summary>Metrics over random documents come to what a plain evaluation of the same documents comes to.</summary>
public sealed class NaiveMetricTests(AggregationFixture fixture) : IClassFixture<AggregationFixture>
{
    private const int Digits = 9;

    private readonly AggregationData _data = fixture.Data;

    private double[] Ratios => [.. _data.Live.Where(e => e.Ratio is not null).Select(e => e.Ratio!.Value).Order()];

    private static double Quantile(double[] sorted, double quantile)
    {
        var rank = quantile * (sorted.Length - 1);
        var low = (int)Math.Floor(rank);
        return sorted[low] + ((rank - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]));
    }

    private static void Near(double expected, JsonNode? actual) => Assert.Equal(Math.Round(expected, Digits), Math.Round(actual!.GetValue<double>(), Digits));

    [Fact]
    public async Task Percentiles_of_few_values_are_exact()
    {
        var values = (await _data.AskAsync("""{"percentiles":{"field":"r","percents":[0,12.5,50,99.9,100]}}"""))["values"]!;
        foreach (var percent in (double[])[0, 12.5, 50, 99.9, 100])
        {
            Near(Quantile(Ratios, percent / 100), values[percent == Math.Floor(percent) ? $"{percent}.0" : FormattableString.Invariant($"{percent}")]);
        }
    }

    [Fact]
    public async Task Percentiles_by_histogram_are_within_their_precision()
    {
        var values = (await _data.AskAsync("""{"percentiles":{"field":"r","percents":[25,50,90],"keyed":false,"hdr":{"number_of_significant_value_digits":3}}}"""))["values"]!.AsArray();
        foreach (var value in values)
        {
            var wanted = Math.Max(1, (int)((value!["key"]!.GetValue<double>() / 100 * Ratios.Length) + 0.5));
            Assert.InRange(value["value"]!.GetValue<double>(), Ratios[wanted - 1] * 0.999, (Ratios[wanted - 1] * 1.001) + 1e-9);
        }
    }

    [Fact]
    public async Task Percentile_ranks_are_the_inverse_of_percentiles()
    {
        var ranks = (await _data.AskAsync("""{"percentile_ranks":{"field":"r","values":[-1,3.333,11]}}"""))["values"]!;
        var below = Ratios.Count(ratio => ratio < 3.333);
        var rank = below - 0.5 + ((3.333 - Ratios[below - 1]) / (Ratios[below] - Ratios[below - 1]));
        Near(0, ranks["-1.0"]);
        Near(100 * rank / Ratios.Length, ranks["3.333"]);
        Near(100, ranks["11.0"]);
    }

    [Fact]
    public async Task Deviations_averages_and_quartiles_compute()
    {
        var median = Quantile(Ratios, 0.5);
        Near(Quantile([.. Ratios.Select(ratio => Math.Abs(ratio - median)).Order()], 0.5), (await _data.AskAsync("""{"median_absolute_deviation":{"field":"r"}}"""))["value"]);
        var both = _data.Live.Where(e => e.Numbers.Length > 0 && e.Ratio is not null).SelectMany(e => e.Numbers.Select(n => (n, w: e.Ratio!.Value))).ToList();
        Near(both.Sum(pair => pair.n * pair.w) / both.Sum(pair => pair.w), (await _data.AskAsync("""{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"r"}}}"""))["value"]);
        var box = await _data.AskAsync("""{"boxplot":{"field":"r"}}""");
        Near(Quantile(Ratios, 0.25), box["q1"]);
        Near(Ratios[^1], box["max"]);
    }

    [Fact]
    public async Task Extended_stats_tell_both_variances_and_their_bounds()
    {
        var stats = await _data.AskAsync("""{"extended_stats":{"field":"r","sigma":3}}""");
        var mean = Ratios.Average();
        var squares = Ratios.Sum(ratio => (ratio - mean) * (ratio - mean));
        Near(squares / Ratios.Length, stats["variance"]);
        Near(squares / (Ratios.Length - 1), stats["variance_sampling"]);
        Near(mean + (3 * Math.Sqrt(squares / (Ratios.Length - 1))), stats["std_deviation_bounds"]!["upper_sampling"]);
        Near(mean - (3 * Math.Sqrt(squares / Ratios.Length)), stats["std_deviation_bounds"]!["lower"]);
    }

    [Fact]
    public async Task Top_hits_and_top_metrics_show_the_first_documents_of_each_bucket()
    {
        var result = await _data.AskAsync("""{"terms":{"field":"ok"},"aggs":{"hits":{"top_hits":{"sort":[{"at":"desc"},{"_doc":"asc"}],"from":1,"size":2,"_source":["at"],"version":true}},"m":{"top_metrics":{"metrics":[{"field":"r"},{"field":"ip"}],"sort":{"at":"asc"}}}}}""");
        foreach (var bucket in result["buckets"]!.AsArray())
        {
            var inside = _data.Live.Where(e => e.Ok == (bucket!["key"]!.GetValue<int>() == 1)).OrderByDescending(e => e.At).ToList();
            var hits = bucket!["hits"]!["hits"]!;
            Assert.Equal(inside.Count, hits["total"]!["value"]!.GetValue<int>());
            Assert.Equal(inside.Skip(1).Take(2).Select(e => e.ToJson()["at"]!.ToString()), hits["hits"]!.AsArray().Select(hit => hit!["_source"]!["at"]!.ToString()));
            Assert.All(hits["hits"]!.AsArray(), hit => Assert.True(hit!["_version"]!.GetValue<int>() > 0 && hit["_source"]!.AsObject().Count == 1));
            var top = bucket["m"]!["top"]![0]!["metrics"]!;
            Assert.Equal(inside[^1].Ratio, top["r"]?.GetValue<double>());
            Assert.Equal(inside[^1].Address, top["ip"]?.GetValue<string>());
        }
    }

    [Theory]
    [InlineData("ip")]
    [InlineData("n")]
    [InlineData("at")]
    public async Task Cardinality_of_few_values_is_exact(string field)
    {
        var naive = _data.Live.SelectMany(e => field switch { "ip" => e.Address is null ? [] : [e.Address], "n" => e.Numbers.Select(n => $"{n}"), _ => [$"{e.At}"] }).Distinct().Count();
        Assert.Equal(naive, (await _data.AskAsync($$$$"""{"cardinality":{"field":"{{{{field}}}}"}}"""))["value"]!.GetValue<int>());
    }
}
