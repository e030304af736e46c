namespace DistLog.Hosting.Processes;

/// <summary>
/// What stands before a command on Unix. The wrappers replace themselves by the command, whose process id
/// is therefore theirs, and put it into a session of its own, so that a Ctrl+C at the terminal
/// reaches the host alone, which then stops the processes in order.
/// </summary>
internal static class LaunchWrapper
{
    /// <summary>
    /// Begins the command only on a line from the host: if the host dies between the start of the process
    /// and its entry at the orphan guard, the line never comes.
    /// </summary>
    private const string AwaitLine = "read -r line && exec \"$@\"";

    private const string PerlProgram = "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    private static readonly string[] Prefix = FindPrefix();

    /// <summary>A command in a session of its own.</summary>
    public static string[] InOwnSession(params IEnumerable<string> command) => [.. Prefix, .. command];

    /// <summary>A command in a session of its own that begins when a line is written to its standard input.</summary>
    public static string[] AwaitingLine(params IEnumerable<string> command) =>
        OperatingSystem.IsWindows() ? [.. command] : ["/bin/sh", "-c", AwaitLine, "sh", .. Prefix, .. command];

    /// <summary>util-linux's or busybox's setsid; macOS has none, but Perl. Without either, Ctrl+C stops all at once.</summary>
    private static string[] FindPrefix()
    {
        if (OperatingSystem.IsWindows())
        {
            return [];
        }
        if (FindInPath("setsid") is { } setsid)
        {
            return [setsid];
        }
        return FindInPath("perl") is { } perl ? [perl, "-e", PerlProgram] : [];
    }

    private static string? FindInPath(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}
