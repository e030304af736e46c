using Microsoft.Playwright;

namespace DistLog.Tests.Console;

/// <summary>An open page, with the errors, warnings and dialogs that it showed.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public BrowserPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) => Note(message.Type is "error" or "warning", $"{message.Text} ({message.Location})");
        page.PageError += (_, error) => Note(true, error);
        page.Dialog += (_, dialog) =>
        {
            Note(true, $"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public List<string> Faults { get; } = [];

    public ILocator Find(string selector, string? text = null) => Page.Locator(selector, new() { HasText = text });

    /// <summary>Waits until the header says that the page is live.</summary>
    public Task LiveAsync() => Assertions.Expect(Find("#connection")).ToHaveAttributeAsync("data-state", "live", new() { Timeout = 10_000 });

    /// <summary>Saves what the page looks like, where DISTLOG_SCREENSHOTS names a directory.</summary>
    public async Task PictureAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("DISTLOG_SCREENSHOTS") is { Length: > 0 } directory)
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"{name}.png") });
        }
    }

    public void HasNoFaults() => Assert.True(Faults.Count == 0, string.Join('\n', Faults));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(bool isFault, string text)
    {
        if (isFault)
        {
            lock (Faults)
            {
                Faults.Add(text);
            }
        }
    }
}
