using System.Text;
using System.Text.Json;
using DistLog.Console.Search;
using DistLog.ServiceDefaults.Elasticsearch;

namespace DistLog.Tests.Console;

public sealed class SearchAnswerTests
{
    private const string Answer = """
        {"took":2,"hits":{"total":{"value":2,"relation":"eq"},"hits":[
          {"_id":"b","_source":{"@timestamp":"2026-11-20T07:00:02Z","log_level":"ERROR","service_name":"Payments","node_id":"p1","message":"declined"},"sort":[1795158002000,"b"]},
          {"_id":"a","_source":{"@timestamp":"2026-11-20T07:00:01Z","message":{"not":"text"}},"sort":[1795158001000,"a"]}]},
         "aggregations":{
          "histogram":{"buckets":[{"key":1795158000000,"doc_count":2,"levels":{"buckets":[{"key":"ERROR","doc_count":1},{"key":"INFO","doc_count":1}]}}]},
          "services":{"buckets":[{"key":"Payments","doc_count":1}]},"nodes":{"buckets":[]}}}
        """;

    private static readonly TimeRange Range = new(new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero), new(2026, 11, 20, 7, 1, 0, TimeSpan.Zero));

    [Fact]
    public void Events_totals_histogram_and_names_are_read()
    {
        var result = Read(Answer, pageSize: 2);

        Assert.Equal(["b", "a"], result.Logs.Select(log => log.Id));
        Assert.Equal(("ERROR", "Payments", "p1", "declined"), (result.Logs[0].Level, result.Logs[0].Service, result.Logs[0].Node, result.Logs[0].Message));
        Assert.Equal(("INFO", "{\"not\":\"text\"}"), (result.Logs[1].Level, result.Logs[1].Message));
        Assert.Equal(2, result.Total);
        Assert.Equal([0, 0, 1, 0, 1, 0], result.Histogram.Bars[0].Levels);
        Assert.Equal([new NameCount("Payments", 1)], result.Services);
    }

    [Fact]
    public void A_full_page_leads_to_the_next_one_and_a_short_one_does_not()
    {
        Assert.Equal("[1795158001000,\"a\"]", Read(Answer, pageSize: 2).NextCursor);
        Assert.Null(Read(Answer, pageSize: 50).NextCursor);
    }

    [Fact]
    public void An_index_without_documents_has_no_events()
    {
        var result = Read("""{"took":0,"hits":{"total":{"value":0,"relation":"eq"},"hits":[]}}""", pageSize: 50);

        Assert.Empty(result.Logs);
        Assert.All(result.Histogram.Bars, bar => Assert.Equal(0, bar.Total));
    }

    [Theory]
    [InlineData("""{"error":{"root_cause":[{"type":"query_shard_exception","reason":"Failed to parse query [a:(]"}],"reason":"all shards failed"},"status":400}""", "Failed to parse query [a:(]")]
    [InlineData("""{"error":{"reason":"unknown field"},"status":400}""", "unknown field")]
    [InlineData("""{"error":"no handler found"}""", "no handler found")]
    [InlineData("<html>bad gateway</html>", null)]
    public void A_refusal_gives_its_most_precise_reason(string body, string? reason) =>
        Assert.Equal(reason, SearchAnswer.Reason(new ElasticsearchResponse(400, Encoding.UTF8.GetBytes(body))));

    private static SearchResult Read(string json, int pageSize)
    {
        using var answer = JsonDocument.Parse(json);
        return SearchAnswer.Read(answer.RootElement, Range, TimeSpan.FromSeconds(1), pageSize, TimeSpan.Zero);
    }
}
