using System.Text.Json;
using DistLog.Console.Feeds;
using DistLog.Console.Live;
using DistLog.Console.Logs;
using DistLog.Console.Text;
using DistLog.Contracts;
using DistLog.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace DistLog.Tests.Console;

/// <summary>The pages in a real browser, with content from the test itself.</summary>
public sealed class BrowserTests(Browser browser) : IClassFixture<Browser>
{
    [ThirdPartyFact("chromium")]
    public async Task Hostile_content_runs_nowhere_and_shows_as_text()
    {
        await using var console = await ConsoleFixture.StartAsync();
        await using var page = await browser.OpenAsync(console.Http.BaseAddress!);
        await page.LiveAsync();
        string[] texts = [.. HostileTexts.MarkupTexts, .. HostileTexts.Controls];
        console.Hub.Publish(LiveMessages.Logs([.. texts.Select((text, index) => Log($"{index}", VisibleText.Of(text, 2_000)))]));
        console.Hub.Publish(LiveMessages.Alert(AlertView.Of(Alert(texts[0]))));
        await Expect(page.Find("#live-logs .log")).ToHaveCountAsync(texts.Length);

        var shown = await page.Find("#live-logs [data-f=message]").AllTextContentsAsync();
        Assert.Equal(texts.Select(text => VisibleText.Of(text, 2_000)).Reverse(), shown);
        Assert.Equal(0, await page.Find("#main script, #main img, #main b:not([data-live]), [onmouseover], [onerror]").CountAsync());
        page.HasNoFaults();
        await page.PictureAsync("hostile");
    }

    [ThirdPartyFact("chromium")]
    public async Task A_rendered_event_and_one_opened_in_place_show_the_same_text()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Documents["1"] = JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["@timestamp"] = "2026-11-20T07:00:00Z",
            ["log_level"] = "ERROR",
            ["message"] = "<img src=x onerror=alert(1)>",
            ["exception"] = new { stack = "at <Main>$(String[] args)" },
        });
        await using var page = await browser.OpenAsync(new Uri(console.Http.BaseAddress!, "/search"));
        await page.Find("#results summary.log").ClickAsync();

        await Expect(page.Find(".event-body pre.message")).ToHaveTextAsync("<img src=x onerror=alert(1)>");
        await page.Find(".stack summary").ClickAsync();
        await Expect(page.Find(".stack pre")).ToHaveTextAsync("at <Main>$(String[] args)");
        page.HasNoFaults();
    }

    [ThirdPartyFact("chromium")]
    public async Task The_live_list_stays_bounded_and_can_be_paused()
    {
        await using var console = await ConsoleFixture.StartAsync(options => options.LiveLogs = 20);
        await using var page = await browser.OpenAsync(console.Http.BaseAddress!);
        await page.LiveAsync();
        console.Hub.Publish(LiveMessages.Logs([.. Enumerable.Range(0, 100).Select(index => Log($"{index}", $"log {index}"))]));
        await Expect(page.Find("#live-logs .log").First).ToContainTextAsync("log 99");
        await Expect(page.Find("#live-logs .log")).ToHaveCountAsync(20);

        await page.Find("#pause").ClickAsync();
        console.Hub.Publish(LiveMessages.Logs([Log("later", "while paused")]));
        await Expect(page.Find("#pause")).ToHaveTextAsync("Resume (1 new)");
        Assert.DoesNotContain("while paused", await page.Find("#live-logs").InnerTextAsync(), StringComparison.Ordinal);
        await page.Find("#pause").ClickAsync();
        await Expect(page.Find("#live-logs .log").First).ToContainTextAsync("while paused");
        console.Hub.Publish(LiveMessages.Skipped(new SkippedLogs(5_000, 4_960)));
        await Expect(page.Find("#sampled")).ToHaveTextAsync("A sample: 40 of 5,000 a second");
    }

    [ThirdPartyFact("chromium")]
    public async Task Nodes_change_their_state_and_place_without_reload()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Nodes.Apply(Node("a", NodeStatus.Up));
        console.Nodes.Apply(Node("b", NodeStatus.Up));
        await using var page = await browser.OpenAsync(new Uri(console.Http.BaseAddress!, "/nodes"));
        await page.LiveAsync();
        console.Hub.Publish(LiveMessages.Node(Node("b", NodeStatus.Down)));
        console.Hub.Publish(LiveMessages.Node(Node("c", NodeStatus.Closed)));
        console.Hub.Publish(LiveMessages.NodeCounts(new NodeCounts(1, 1, 1, 0)));

        await Expect(page.Find("#nodes th")).ToHaveTextAsync(["b", "a", "c"]);
        await Expect(page.Find("#nodes tr").First.Locator(".tag")).ToHaveTextAsync("DOWN");
        await Expect(page.Find("[data-live=nodes-down]")).ToHaveTextAsync("1");
        console.Hub.Publish(LiveMessages.Forgotten("b"));
        await Expect(page.Find("#nodes th")).ToHaveTextAsync(["a", "c"]);
        page.HasNoFaults();
    }

    [ThirdPartyFact("chromium")]
    public async Task A_cut_stream_is_shown_and_taken_up_again()
    {
        await using var console = await ConsoleFixture.StartAsync();
        await using var page = await browser.OpenAsync(console.Http.BaseAddress!);
        await page.LiveAsync();
        await page.Page.Context.SetOfflineAsync(true);
        await console.StopAsync();
        await Expect(page.Find("#connection")).ToHaveTextAsync("Disconnected, retrying…", new() { Timeout = 10_000 });

        await using var restarted = await ConsoleFixture.StartAsync(url: console.Http.BaseAddress);
        await page.Page.Context.SetOfflineAsync(false);
        await page.LiveAsync();
        restarted.Hub.Publish(LiveMessages.Logs([Log("1", "after the restart")]));
        await Expect(page.Find("#live-logs")).ToContainTextAsync("after the restart");
    }

    [ThirdPartyFact("chromium")]
    public async Task The_search_page_is_used_with_the_keyboard_alone()
    {
        await using var console = await ConsoleFixture.StartAsync();
        console.Store.Documents["1"] = """{"message":"first","log_level":"WARN"}""";
        console.Store.Documents["2"] = """{"message":"second","log_level":"WARN"}""";
        await using var page = await browser.OpenAsync(console.Http.BaseAddress!);
        await page.LiveAsync();
        await page.Find("body").PressAsync("/");
        await page.Page.WaitForURLAsync("**/search");
        await page.LiveAsync();
        await page.Find("body").PressAsync("/");
        await page.Page.Keyboard.TypeAsync("declined");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.Page.WaitForURLAsync("**/search?q=declined**");
        await page.LiveAsync();
        await page.Find("body").PressAsync("j");
        await page.Page.Keyboard.PressAsync("j");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Find(".event-body pre.message")).ToHaveTextAsync("second");
        Assert.Equal("declined", console.Store.LastRequest!.Text);
        page.HasNoFaults();
    }

    private static LogView Log(string id, string message) => new(id, DateTimeOffset.UtcNow, "ERROR", "<i>Payments</i>", "p1", message, null);

    private static NodeView Node(string name, string status) =>
        new(name, name, "Payments", status, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow, "registered", 1, "/search?node=" + name);

    private static Alert Alert(string text) => new()
    {
        AlertId = "1",
        Fingerprint = text,
        Kind = "log",
        Status = "firing",
        Severity = "ERROR",
        Title = text,
        ServiceName = text,
        NodeId = text,
        LogId = text,
        StartsAt = DateTimeOffset.UtcNow,
        Timestamp = DateTimeOffset.UtcNow,
    };
}
