using System.Globalization;
using Aspire.Hosting;

namespace DistLog.Hosting.Control;

/// <summary>Lets one host at a time use a data directory; the system drops the lock when the host dies.</summary>
internal sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _lock;
    private readonly string _processIdFile;

    private DataDirectoryLock(FileStream file, string processIdFile)
    {
        _lock = file;
        _processIdFile = processIdFile;
        // The process id has a file of its own, since the locked one can't be read by others.
        AfterCrash = File.Exists(processIdFile);
        File.WriteAllText(processIdFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the last host here died, so that its processes may still be ending.</summary>
    public bool AfterCrash { get; }

    /// <exception cref="DistributedApplicationException">Another host has the directory, or it can't be written to.</exception>
    public static DataDirectoryLock Acquire(string directory)
    {
        string processIdFile = Path.Combine(directory, "host.pid");
        try
        {
            CreatePrivate(directory);
            var file = new FileStream(Path.Combine(directory, "host.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DataDirectoryLock(file, processIdFile);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DistributedApplicationException(
                $"The data directory {directory} can't be written to ({exception.Message}). Give another one in DISTLOG_DATA.", exception);
        }
        catch (IOException exception)
        {
            throw new DistributedApplicationException(
                $"Another host runs on the data directory {directory}{Holder(processIdFile)}, or it can't be written to ({exception.Message}). "
                + "Stop that host, or give another directory in DISTLOG_DATA.", exception);
        }
    }

    public void Dispose()
    {
        File.Delete(_processIdFile);
        _lock.Dispose();
    }

    /// <summary>Logs may hold what is not everybody's business.</summary>
    private static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string Holder(string processIdFile)
    {
        try
        {
            return $" (process {File.ReadAllText(processIdFile)})";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
