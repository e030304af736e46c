using DistLog.SearchNode.Aggregations.Metrics;

namespace DistLog.Tests.SearchNode.Aggregations;

public sealed class TDigestTests
{
    private static double[] Values(string shape, int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => shape switch
        {
            "uniform" => random.NextDouble(),
            "exponential" => -Math.Log(1 - random.NextDouble()),
            "ascending" => i,
            "descending" => -i,
            _ => random.Next(5),
        })];
    }

    private static TDigest Digest(double[] values, double compression = 100)
    {
        var digest = new TDigest(compression);
        digest.Add(values);
        return digest;
    }

    [Theory]
    [InlineData(1, 2.5)]
    [InlineData(5, 8.5)]
    [InlineData(25, 38.5)]
    [InlineData(50, 76)]
    [InlineData(75, 113.5)]
    [InlineData(95, 143.5)]
    [InlineData(99, 149.5)]
    public void Few_values_are_interpolated(double percent, double expected) =>
        Assert.Equal(expected, Digest([1, 51, 101, 151]).Quantile(percent / 100), 9);

    /// <summary>The error is told in rank: the exact ranks of the value given must be near the rank asked for, nearest at the ends.</summary>
    [Theory]
    [InlineData("uniform")]
    [InlineData("exponential")]
    [InlineData("ascending")]
    [InlineData("descending")]
    [InlineData("five")]
    public void Many_values_are_estimated_within_a_bound_of_rank(string shape)
    {
        var values = Values(shape, 300_000);
        var digest = Digest(values);
        Array.Sort(values);
        foreach (var quantile in (double[])[0, 0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 1])
        {
            var value = digest.Quantile(quantile);
            var (below, upTo) = (values.Count(other => other < value) / (double)values.Length, values.Count(other => other <= value) / (double)values.Length);
            var bound = 0.0001 + (quantile * (1 - quantile) / 25);
            Assert.True(below - bound <= quantile && quantile <= upTo + bound, $"{shape} {quantile}: {value} has ranks {below} to {upTo}");
        }

        Assert.Equal(values[0], digest.Quantile(0));
        Assert.Equal(values[^1], digest.Quantile(1));
    }

    [Fact]
    public void Ranks_are_the_inverse_of_quantiles_of_many_values()
    {
        var digest = Digest(Values("exponential", 100_000));
        foreach (var quantile in (double[])[0.001, 0.1, 0.5, 0.9, 0.999])
        {
            Assert.Equal(quantile, digest.Rank(digest.Quantile(quantile)), 4);
        }

        Assert.Equal((0.0, 1.0), (digest.Rank(-1), digest.Rank(1e9)));
    }

    [Fact]
    public void Memory_is_bounded_by_the_compression()
    {
        var digest = Digest(Values("uniform", 500_000), compression: 50);
        Assert.Equal(500_000, digest.Centroids().Sum(centroid => centroid.Weight));
        Assert.InRange(digest.Centroids().Count(), 25, 250);
    }

    [Fact]
    public void Of_nothing_there_is_no_quantile() =>
        Assert.True(double.IsNaN(new TDigest(100).Quantile(0.5)) && double.IsNaN(new TDigest(100).Rank(1)));
}
