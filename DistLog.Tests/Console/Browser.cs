using DistLog.Tests.Support;
using Microsoft.Playwright;

namespace DistLog.Tests.Console;

/// <summary>A real browser (Debian's Chromium; Playwright downloads none), one for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    // Two cores run the browser, the server and other tests: what takes 100 ms alone may take seconds.
    private const float ExpectTimeoutMs = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Opens a page in a profile of its own, and notes everything that goes wrong on it.</summary>
    internal async Task<BrowserPage> OpenAsync(Uri url, ColorScheme scheme = ColorScheme.Light, int width = 1400, int height = 900)
    {
        // Not in InitializeAsync: a skipped test must not need the browser.
        Assertions.SetDefaultExpectTimeout(ExpectTimeoutMs);
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = ThirdParty.Chromium,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await _browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = height } });
        var page = new BrowserPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(url.ToString(), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        return page;
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }
}
