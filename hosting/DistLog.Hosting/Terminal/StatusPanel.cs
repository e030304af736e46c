namespace DistLog.Hosting.Terminal;

/// <summary>
/// Some lines at the bottom of a terminal that stay while everything else scrolls above them. Used by one thread, the one that
/// writes to the terminal.
/// </summary>
/// <remarks>
/// The sequences are those of the VT100 (DECSTBM sets the scrolling region, DECSC and DECRC keep the cursor), which every terminal
/// of today knows.
/// </remarks>
/// <param name="writer">The terminal.</param>
/// <param name="size">Its width and height, in characters.</param>
/// <param name="palette">Its colours.</param>
internal sealed class StatusPanel(TextWriter writer, Func<(int Width, int Height)> size, Palette palette)
{
    /// <summary>Fewer lines for the logs than these, and the logs get them all.</summary>
    private const int LeastLogLines = 8;

    private const string SaveCursor = "\e7";
    private const string RestoreCursor = "\e8";
    private const string WholeScreen = "\e[r";
    private const string ClearLine = "\e[2K";

    private (int Height, int Lines) _layout;

    /// <summary>Whether a terminal can show a panel: not a file, not an editor's shell, not one without these sequences.</summary>
    public static bool IsPossible =>
        ConsoleOutput.IsTerminal && !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    /// <summary>Draws the lines, after making room for them where that is needed.</summary>
    public void Draw(IReadOnlyList<PanelLine> lines)
    {
        var (width, height) = size();
        if (height < lines.Count + LeastLogLines)
        {
            Close();
            return;
        }

        if (_layout != (height, lines.Count))
        {
            Close();
            MakeRoom(height, lines.Count);
        }

        writer.Write(SaveCursor);
        for (int i = 0; i < lines.Count; i++)
        {
            writer.Write($"{At(height - lines.Count + i + 1)}{ClearLine}{Paint(lines[i], width)}");
        }

        writer.Write(RestoreCursor);
    }

    /// <summary>Gives the whole terminal back to what scrolls.</summary>
    public void Close()
    {
        if (_layout == default)
        {
            return;
        }

        writer.Write(SaveCursor + WholeScreen);
        for (int i = 0; i < _layout.Lines; i++)
        {
            writer.Write($"{At(_layout.Height - i)}{ClearLine}");
        }

        writer.Write(RestoreCursor);
        _layout = default;
    }

    /// <summary>Scrolls what stands where the panel will be, and keeps the cursor above it from then on.</summary>
    private void MakeRoom(int height, int lines)
    {
        writer.Write(new string('\n', lines) + $"\e[{lines}A");
        writer.Write($"{SaveCursor}\e[1;{height - lines}r{RestoreCursor}");
        _layout = (height, lines);
    }

    private string Paint(PanelLine line, int width)
    {
        string text = line.Text.Length > width ? line.Text[..width] : line.Text;
        return line.Mood switch
        {
            PanelMood.Good => palette.Good(text),
            PanelMood.Bad => palette.Bad(text),
            _ => palette.Faint(text),
        };
    }

    private static string At(int row) => $"\e[{row};1H";
}
