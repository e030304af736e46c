using System.Net;
using System.Text.Json;
using DistLog.Console.Feeds;
using DistLog.Console.Search;
using DistLog.Contracts;

namespace DistLog.Tests.Console;

public sealed class PageTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/search")]
    [InlineData("/nodes")]
    [InlineData("/alerts")]
    [InlineData("/js/main.js")]
    [InlineData("/css/base.css")]
    public async Task Every_page_forbids_what_a_log_could_bring(string path)
    {
        await using var console = await ConsoleFixture.StartAsync();
        using var response = await console.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(" style=", body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(HostileTexts.Markup), MemberType = typeof(HostileTexts))]
    public async Task Hostile_content_is_text_wherever_it_stands(string hostile)
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Documents["1"] = Document(hostile);
        console.Logs.Add(new("1", default, "ERROR", hostile, hostile, hostile, hostile));
        console.Nodes.Apply(NodeView.Of(Node(hostile)));
        console.Alerts.Apply(AlertView.Of(FiringAlert(hostile)));
        var query = $"q={Uri.EscapeDataString(hostile)}&service={Uri.EscapeDataString(hostile)}&trace={Uri.EscapeDataString(hostile)}";
        foreach (var path in (string[])["/", $"/search?{query}", "/event?id=1", "/nodes", "/alerts"])
        {
            var body = await console.Http.GetStringAsync(new Uri(path, UriKind.Relative));
            Assert.DoesNotContain(hostile, body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_refused_query_shows_the_reason_beside_what_was_typed()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Failure = new StoreException("Failed to parse query [level:(]", isBadQuery: true);
        var body = await console.Http.GetStringAsync(new Uri("/search?q=level:(", UriKind.Relative));

        Assert.Contains("Failed to parse query [level:(]", body, StringComparison.Ordinal);
        Assert.Contains("value=\"level:(\"", body, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "The store does not answer")]
    [InlineData("/search", "The search could not be answered")]
    [InlineData("/event?id=1", "The event could not be read")]
    public async Task A_silent_store_is_told_with_what_to_do(string path, string words)
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Failure = new StoreException("The store does not answer (connection refused).", isBadQuery: false);

        Assert.Contains(words, await console.Http.GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nothing-here", "There is no such page")]
    [InlineData("/event?id=unknown", "This event is not in the store")]
    public async Task What_is_not_there_is_a_404_with_a_way_on(string path, string words)
    {
        await using var console = await ConsoleFixture.StartAsync();
        using var response = await console.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(words, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_shows_every_field_and_folds_its_stack()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Documents["1"] = """
            {"@timestamp":"2026-11-20T07:00:00Z","log_level":"ERROR","message":"declined","node_id":"p1","trace_id":"abc",
             "exception":{"type":"CardException","stack":"at Pay.Charge()"},"attributes":{"order":{"id":17}}}
            """;
        var body = await console.Http.GetStringAsync(new Uri("/event?id=1", UriKind.Relative));

        Assert.Contains("attributes.order.id", body, StringComparison.Ordinal);
        Assert.Contains("<details class=\"stack\"><summary>Exception stack</summary><pre>at Pay.Charge()</pre></details>", body, StringComparison.Ordinal);
        Assert.Contains("/search?range=24h&amp;trace=abc", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_keeps_what_was_searched_for()
    {
        await using var console = await ConsoleFixture.StartAsync();
        var body = await console.Http.GetStringAsync(new Uri("/search?q=declined&level=warning&service=Payments&range=24h", UriKind.Relative));

        Assert.Equal(["WARN"], console.Store.LastRequest!.Levels);
        Assert.Contains("value=\"declined\"", body, StringComparison.Ordinal);
        Assert.Contains("<option value=\"24h\" selected>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_of_message_is_short_in_lists()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Documents["1"] = Document(new string('x', 1_000_000));

        Assert.InRange((await console.Http.GetStringAsync(new Uri("/search", UriKind.Relative))).Length, 1, 100_000);
    }

    private static string Document(string text) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["@timestamp"] = text,
        ["log_level"] = text,
        ["message"] = text,
        ["service_name"] = text,
        ["node_id"] = text,
        ["trace_id"] = text,
        [text] = text,
        ["exception"] = new { stack = text },
    });

    private static NodeState Node(string text) => new()
    {
        NodeId = text,
        ServiceName = text,
        Status = text,
        Cause = text,
        Since = default,
        FirstSeen = default,
        LastSeen = default,
    };

    private static Alert FiringAlert(string text) => new()
    {
        AlertId = text,
        Fingerprint = text,
        Kind = text,
        Status = "firing",
        Severity = text,
        Title = text,
        ServiceName = text,
        NodeId = text,
        LogId = text,
        StartsAt = DateTimeOffset.UnixEpoch,
        Timestamp = DateTimeOffset.UnixEpoch,
    };
}
