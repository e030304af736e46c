namespace DistLog.Hosting.Terminal;

/// <summary>One line of the <see cref="StatusPanel"/>.</summary>
internal readonly record struct PanelLine(string Text, PanelMood Mood);

/// <summary>How things stand, which is a colour.</summary>
internal enum PanelMood
{
    /// <summary>A heading, or on its way.</summary>
    Neutral,
    Good,
    Bad,
}
