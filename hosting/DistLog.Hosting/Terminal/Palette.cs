namespace DistLog.Hosting.Terminal;

/// <summary>ANSI colours, or none.</summary>
internal sealed class Palette(bool enabled)
{
    /// <summary>Foreground colours that can be read on dark and light backgrounds; red is for problems.</summary>
    private static readonly int[] NameColours = [36, 33, 35, 32, 34, 96, 93, 95, 92, 94];

    public string Name(string key, string text) => Paint(NameColours[Hash(key) % NameColours.Length], text);

    public string Good(string text) => Paint(32, text);

    public string Bad(string text) => Paint(31, text);

    public string Faint(string text) => Paint(90, text);

    private string Paint(int colour, string text) => enabled ? $"\e[{colour}m{text}\e[0m" : text;

    /// <summary>The same name has the same colour in every run.</summary>
    private static int Hash(string key) => key.Aggregate(7, (hash, character) => ((hash * 31) + character) & 0xFFFF);
}
