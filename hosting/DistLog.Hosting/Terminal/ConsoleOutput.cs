using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Terminal;

/// <summary>
/// Writes the processes' lines and the host's own to the terminal, each behind the name of its resource.
/// A terminal that stands still (Ctrl+S) must not hold up the processes: beyond a limit lines are dropped, and counted.
/// </summary>
internal sealed class ConsoleOutput : IOutput, IAsyncDisposable
{
    /// <summary>Lines that wait for the terminal; at 200 bytes each some 2 MB.</summary>
    private const int Capacity = 10_000;

    // Null asks for the panel to be drawn.
    private readonly Channel<string?> _lines = Channel.CreateBounded<string?>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly TextWriter _writer;
    private readonly Palette _palette;
    private readonly int _width;
    private readonly StatusPanel? _panel;
    private readonly Task _writing;
    private IReadOnlyList<PanelLine> _panelLines = [];
    private int _dropped;

    public ConsoleOutput(TextWriter writer, Palette palette, IResourceCollection resources, StatusPanel? panel = null)
    {
        _writer = writer;
        _palette = palette;
        _panel = panel;
        // Room for the longest name with a replica's number, and for the host's own lines.
        _width = resources.Select(resource => resource.Name.Length + (resource.GetReplicaCount() > 1 ? 2 : 0)).Append(HostName.Length).Max();
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>The output of this process, with colours and a panel where it goes to a terminal.</summary>
    public static ConsoleOutput Create(IResourceCollection resources)
    {
        var palette = new Palette(IsTerminal);
        StatusPanel? panel = StatusPanel.IsPossible
            ? new StatusPanel(Console.Out, () => (Console.WindowWidth, Console.WindowHeight), palette)
            : null;
        return new ConsoleOutput(Console.Out, palette, resources, panel);
    }

    /// <summary>Colours are for people: not for files, and not for those who say no (https://no-color.org).</summary>
    public static bool IsTerminal =>
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private static string HostName => "host";

    public void ProcessLine(string resourceId, string line, bool isError) => Enqueue(Prefix(resourceId) + line);

    public void Status(string resourceId, string text) => Enqueue(Prefix(resourceId) + _palette.Good(text));

    public void Problem(string resourceId, string text)
    {
        foreach (string line in text.Split('\n'))
        {
            Enqueue(Prefix(resourceId) + _palette.Bad(line.TrimEnd('\r')));
        }
    }

    /// <summary>A line of the host itself.</summary>
    public void Note(string text) => Enqueue(Prefix(HostName) + text);

    /// <summary>Whether <see cref="Show"/> shows anything.</summary>
    public bool HasPanel => _panel is not null;

    /// <summary>Keeps these lines at the bottom of the terminal, in place of those before.</summary>
    public void Show(IReadOnlyList<PanelLine> lines)
    {
        Volatile.Write(ref _panelLines, lines);
        Redraw();
    }

    /// <summary>Draws the panel again, such as after the terminal has changed its size.</summary>
    public void Redraw()
    {
        if (_panel is not null)
        {
            _ = _lines.Writer.TryWrite(null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        // A terminal that stands still must not keep the host from ending either.
        await Task.WhenAny(_writing, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    }

    private string Prefix(string resourceId) => _palette.Name(resourceId, resourceId.PadRight(_width)) + " | ";

    private void Enqueue(string line)
    {
        if (!_lines.Writer.TryWrite(line))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    private async Task WriteAsync()
    {
        await foreach (string? line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (line is null)
            {
                _panel?.Draw(Volatile.Read(ref _panelLines));
                continue;
            }

            await WriteLineAsync(line).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _dropped, 0) is var dropped and > 0)
            {
                await WriteLineAsync(Prefix(HostName) + $"{dropped} lines were dropped, because the terminal did not take them").ConfigureAwait(false);
            }
        }

        _panel?.Close();
    }

    private async Task WriteLineAsync(string line)
    {
        try
        {
            await _writer.WriteLineAsync(line).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The terminal or the pipe is gone; the application runs on.
        }
    }
}
