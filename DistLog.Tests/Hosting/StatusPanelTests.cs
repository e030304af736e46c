using DistLog.Hosting.Terminal;

namespace DistLog.Tests.Hosting;

public sealed class StatusPanelTests
{
    private static readonly PanelLine[] Lines = [new("resource  state", PanelMood.Neutral), new("broker    Healthy", PanelMood.Good)];

    private readonly StringWriter _terminal = new();
    private (int Width, int Height) _size = (80, 24);

    [Fact]
    public void The_lines_stand_below_what_scrolls()
    {
        Panel().Draw(Lines);
        Assert.Contains("\e[1;22r", Drawn(), StringComparison.Ordinal);
        Assert.Contains("\e[23;1H\e[2Kresource  state", Drawn(), StringComparison.Ordinal);
        Assert.Contains("\e[24;1H\e[2Kbroker    Healthy", Drawn(), StringComparison.Ordinal);
    }

    [Fact]
    public void Room_is_made_once_and_again_when_the_terminal_changes_its_height()
    {
        var panel = Panel();
        panel.Draw(Lines);
        Assert.DoesNotContain("r\e8", Redrawn(panel), StringComparison.Ordinal);
        _size = (80, 40);
        Assert.Contains("\e[1;38r", Redrawn(panel), StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_is_never_wider_than_the_terminal()
    {
        _size = (8, 24);
        Panel().Draw(Lines);
        Assert.Contains("\e[2Kbroker  \e8", Drawn(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_too_low_for_both_belongs_to_the_logs()
    {
        _size = (80, 9);
        Panel().Draw(Lines);
        Assert.Empty(Drawn());
    }

    [Fact]
    public void Closed_it_gives_the_whole_terminal_back()
    {
        var panel = Panel();
        panel.Draw(Lines);
        _terminal.GetStringBuilder().Clear();
        panel.Close();
        Assert.Contains("\e[r", Drawn(), StringComparison.Ordinal);
    }

    private StatusPanel Panel() => new(_terminal, () => _size, new Palette(enabled: false));

    private string Drawn() => _terminal.ToString();

    private string Redrawn(StatusPanel panel)
    {
        _terminal.GetStringBuilder().Clear();
        panel.Draw(Lines);
        return Drawn();
    }
}
