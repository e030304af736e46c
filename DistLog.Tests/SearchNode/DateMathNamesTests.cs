using DistLog.SearchNode.Cluster;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Mapping.Dates;

namespace DistLog.Tests.SearchNode;

public sealed class DateMathNamesTests
{
    /// <summary>2026-11-20T23:30:00Z.</summary>
    private static readonly Instant Now = Instant.FromMillis(1_795_217_400_000);

    [Theory]
    [InlineData("logs", "logs")]
    [InlineData("<logs-{now/d}>", "logs-2026.11.20")]
    [InlineData("<logs-{now/M}>", "logs-2026.11.01")]
    [InlineData("<logs-{now/d-1d}-x>", "logs-2026.11.19-x")]
    [InlineData("<logs-{now/M{yyyy.MM}}>", "logs-2026.11")]
    [InlineData("<logs-{now/d{yyyy.MM.dd|+02:00}}>", "logs-2026.11.21")]
    [InlineData("<a-{now/d}>,b,<c-{now/d{yyyy}}>", "a-2026.11.20,b,c-2026")]
    public void The_date_in_a_name_is_computed(string expression, string names) => Assert.Equal(names, DateMathNames.Resolve(expression, Now));

    [Theory]
    [InlineData("<logs-{now/d>")]
    [InlineData("<logs-{now/d{}}>")]
    [InlineData("<logs-{nowhere}>")]
    public void A_date_that_makes_no_sense_is_refused(string expression) =>
        Assert.Equal(400, Assert.Throws<ElasticsearchException>(() => DateMathNames.Resolve(expression, Now)).Status);
}
