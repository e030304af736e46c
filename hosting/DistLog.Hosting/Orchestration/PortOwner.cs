using System.Globalization;

namespace DistLog.Hosting.Orchestration;

/// <summary>Finds out which process listens on a port, where the system tells (Linux, the user's own processes).</summary>
internal static class PortOwner
{
    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public static string? Find(int port)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }
        try
        {
            return InodeOf(port) is { } inode ? HolderOf($"socket:[{inode}]") : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// A line of <c>/proc/net/tcp</c>: number, local address as <c>HEX:PORT</c>, remote address,
    /// state (0A listens), queues, timer, retransmits, uid, timeout, inode.
    /// </summary>
    private static string? InodeOf(int port)
    {
        string suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return SocketTables
            .Where(File.Exists)
            .SelectMany(File.ReadLines)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == "0A" && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => fields[9])
            .FirstOrDefault();
    }

    private static string? HolderOf(string socket)
    {
        foreach (string process in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out int id) && Holds(process, socket))
            {
                return $"{File.ReadAllText(Path.Combine(process, "comm")).Trim()} (process {id})";
            }
        }
        return null;
    }

    private static bool Holds(string process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(process, "fd"))
                .Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that has just ended.
            return false;
        }
    }
}
