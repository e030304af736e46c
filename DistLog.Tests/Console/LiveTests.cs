using System.Text;
using System.Text.Json;
using DistLog.Console.Feeds;
using DistLog.Console.Live;
using DistLog.Console.Logs;
using DistLog.Tests.Support;

namespace DistLog.Tests.Console;

public sealed class LiveTests
{
    [Theory]
    [InlineData("event: x\ndata: injected\n\n")]
    [InlineData("\r\n\r\nevent: reset\r\n")]
    [InlineData("\u2028data: x\u2029")]
    public void No_content_ends_a_frame_or_begins_another(string message)
    {
        var frame = Encoding.UTF8.GetString(LiveMessages.Logs([Log("1", message)]).Frame.Span);

        Assert.Equal(["event: logs", frame.Split('\n')[1], "", ""], frame.Split('\n'));
        Assert.DoesNotContain('\r', frame);
        using var data = JsonDocument.Parse(frame.Split('\n')[1]["data: ".Length..]);
        Assert.Equal(message, data.RootElement[0].GetProperty("message").GetString());
    }

    [Fact]
    public void A_slow_browser_loses_the_oldest_and_is_told_how_many()
    {
        using var connection = new LiveConnection(LiveTopics.Logs, 3, _ => { });
        for (var log = 0; log < 10; log++)
        {
            connection.Offer(LiveMessages.Logs([Log($"{log}", "m")]));
        }

        Assert.Equal(7, connection.TakeDropped());
        Assert.Equal(0, connection.TakeDropped());
        Assert.True(connection.Messages.TryRead(out var first));
        Assert.Contains("\"7\"", Encoding.UTF8.GetString(first.Frame.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_limit_a_sample_is_shown_and_the_rest_is_counted()
    {
        var throttle = new LogThrottle(40);
        var shown = Enumerable.Range(0, 5_000).Count(_ => throttle.Admit());

        Assert.Equal(40, shown);
        Assert.Equal(new SkippedLogs(5_000, 4_960), throttle.EndSecond(TimeSpan.FromSeconds(10)));
        Assert.Null(throttle.EndSecond(TimeSpan.FromSeconds(10.5)));
        Assert.True(throttle.Admit());
        Assert.Null(throttle.EndSecond(TimeSpan.FromSeconds(11)));
    }

    [Fact]
    public async Task A_page_that_connects_gets_what_is_known_and_then_what_comes()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Logs.Add(Log("old", "before"));
        using var stream = new StreamReader(await console.Http.GetStreamAsync(new Uri("/live?topics=logs,nodes", UriKind.Relative)));
        var lines = Lines(stream);
        await lines.WaitForAsync("before");
        await lines.WaitForAsync("event: all-nodes");
        console.Hub.Publish(LiveMessages.Logs([Log("new", "after")]));
        await lines.WaitForAsync("after");
        Assert.DoesNotContain(lines.Read, line => line.StartsWith("event: all-alerts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_idle_stream_carries_signs_of_life()
    {
        await using var console = await ConsoleFixture.StartAsync(options => options.LiveHeartbeat = TimeSpan.FromSeconds(1));
        using var stream = new StreamReader(await console.Http.GetStreamAsync(new Uri("/live", UriKind.Relative)));

        await Lines(stream).WaitForAsync("event: beat");
    }

    [Fact]
    public async Task Beyond_the_limit_a_page_is_told_to_come_back_and_a_closed_one_makes_room()
    {
        await using var console = await ConsoleFixture.StartAsync(options => options.MaxConnections = 1);
        var first = await console.Http.GetStreamAsync(new Uri("/live", UriKind.Relative));
        using var refused = await console.Http.GetAsync(new Uri("/live", UriKind.Relative));
        Assert.Equal((503, "5"), ((int)refused.StatusCode, refused.Headers.RetryAfter!.ToString()));
        await first.DisposeAsync();
        await Wait.ForAsync("the closed page to be noticed", () => console.Hub.Open == 0);

        using var again = await console.Http.GetAsync(new Uri("/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(200, (int)again.StatusCode);
    }

    private static LogView Log(string id, string message) => new(id, DateTimeOffset.UnixEpoch, "ERROR", "Payments", "p1", message, null);

    private static StreamLines Lines(StreamReader reader) => new(reader);

    private sealed class StreamLines(StreamReader reader)
    {
        public List<string> Read { get; } = [];

        public async Task WaitForAsync(string text)
        {
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (await reader.ReadLineAsync(deadline.Token) is { } line)
            {
                Read.Add(line);
                if (line.Contains(text, StringComparison.Ordinal))
                {
                    return;
                }
            }

            Assert.Fail($"The stream ended before '{text}' came.");
        }
    }
}
