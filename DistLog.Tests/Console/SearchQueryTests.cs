using System.Text.Json.Nodes;
using DistLog.Console.Search;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace DistLog.Tests.Console;

public sealed class SearchQueryTests
{
    private static readonly TimeRange Range = new(new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero), new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_empty_search_filters_by_time_alone()
    {
        var query = Query("");

        Assert.Null(query["query"]!["bool"]!["must"]);
        Assert.Equal(
            """[{"range":{"@timestamp":{"gte":"2026-11-20T07:00:00.000Z","lt":"2026-11-20T08:00:00.000Z"}}}]""",
            query["query"]!["bool"]!["filter"]!.ToJsonString());
    }

    [Fact]
    public void Every_field_of_the_form_becomes_a_filter()
    {
        var query = Query("?q=card+declined&level=error&level=FATAL&service=Payments&node=payments-1&trace=abc");

        Assert.Equal("card declined", (string?)query["query"]!["bool"]!["must"]![0]!["query_string"]!["query"]);
        Assert.Equal(
            """[{"term":{"service_name":"Payments"}},{"term":{"node_id":"payments-1"}},{"term":{"trace_id":"abc"}},{"terms":{"log_level":["ERROR","FATAL"]}}]""",
            new JsonArray([.. query["query"]!["bool"]!["filter"]!.AsArray().Skip(1).Select(filter => filter!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public void What_a_user_types_stays_a_value_of_the_query()
    {
        var query = Query("?q=" + Uri.EscapeDataString("\"}],\"size\":10000,\"x\":[{\""));

        Assert.Equal(50, (int?)query["size"]);
        Assert.Null(query["x"]);
    }

    [Theory]
    [InlineData("[1763625600000,\"abc\"]", true)]
    [InlineData("[1763625600000]", false)]
    [InlineData("{\"a\":1}", false)]
    [InlineData("[[1],{}]", false)]
    [InlineData("[1,", false)]
    [InlineData("", false)]
    public void A_cursor_is_taken_only_in_its_own_form(string after, bool taken) =>
        Assert.Equal(taken, Query("?after=" + Uri.EscapeDataString(after))["search_after"] is not null);

    [Theory]
    [InlineData("?q=a%26b&level=WARN&range=24h")]
    [InlineData("?service=%3Cscript%3E&node=n%201")]
    [InlineData("?range=custom&from=2026-11-20T07%3A00%3A00&to=2026-11-20T08%3A00%3A00")]
    public void A_search_is_its_URL(string query)
    {
        var request = Read(query);

        Assert.Equal(request.Url(), Read(new Uri(new Uri("http://x"), request.Url()).Query).Url());
        Assert.Equal(QueryHelpers.ParseQuery(query).OrderBy(pair => pair.Key), QueryHelpers.ParseQuery(new Uri(new Uri("http://x"), request.Url()).Query).OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Text_beyond_the_limit_is_cut() => Assert.Equal(2_000, Read("?q=" + new string('x', 10_000)).Text.Length);

    private static JsonObject Query(string query) => SearchQuery.Events(Read(query), Range, TimeSpan.FromMinutes(1), 50);

    private static SearchRequest Read(string query) => SearchRequest.Read(new QueryCollection(QueryHelpers.ParseQuery(query)));
}
