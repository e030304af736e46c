namespace DistLog.Hosting.Control;

/// <summary>
/// The AppHost's own command line: <c>resource list</c> and <c>resource NAME start|stop|restart</c>
/// command the host that already runs, instead of starting another.
/// </summary>
internal static class ResourceCommandLine
{
    public const string Usage = "usage: resource list | resource NAME start|stop|restart";

    private static readonly string[] Verbs = ["start", "stop", "restart"];

    /// <returns>Null when the arguments are not a command, and an empty request when they are a wrong one.</returns>
    public static string? RequestOf(IReadOnlyList<string> args)
    {
        int start = args.ToList().IndexOf("resource");
        if (start < 0)
        {
            return null;
        }
        string[] words = [.. args.Skip(start + 1)];
        return words switch
        {
            ["list", ..] => "list",
            [var name, var verb, ..] when Verbs.Contains(verb) => $"{verb} {name}",
            _ => "",
        };
    }
}
