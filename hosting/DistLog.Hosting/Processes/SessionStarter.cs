namespace DistLog.Hosting.Processes;

/// <summary>
/// Puts a process into a session of its own, so that a Ctrl+C at the terminal reaches the host alone,
/// which then stops the processes in order.
/// </summary>
internal static class SessionStarter
{
    private const string PerlProgram = "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV or die \"$ARGV[0]: $!\\n\"";

    private static readonly string[] Prefix = FindPrefix();

    /// <summary>What to write before a command. It replaces itself by the command, whose process id therefore stays.</summary>
    public static (string FileName, IEnumerable<string> Arguments) Wrap(string fileName, IEnumerable<string> arguments) =>
        Prefix.Length == 0 ? (fileName, arguments) : (Prefix[0], [.. Prefix.Skip(1), fileName, .. arguments]);

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
