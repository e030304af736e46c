using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>
/// The calls that make data survive a power cut. The base library is no help: on .NET 10 the flushes of FileStream and
/// RandomAccess ignore a failed fsync, and directories can't be synced at all.
/// </summary>
internal static partial class DurableFile
{
    private const int OpenCloseOnExec = 0x80000;

    /// <summary>O_DIRECTORY differs between the processors' ABIs.</summary>
    private static readonly int OpenDirectory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

    /// <summary>
    /// Writes the file's data and size to the disk. An error is final: the kernel has marked the pages clean, so that a
    /// second call would report a success that is none. The caller must stop the process.
    /// </summary>
    public static void SyncData(SafeFileHandle file)
    {
        if (OperatingSystem.IsLinux() ? fdatasync(file) != 0 : fsync(file) != 0)
        {
            throw Failure("fdatasync");
        }
    }

    /// <summary>Makes the creation, renaming and deletion of files in the directory durable.</summary>
    public static void SyncDirectory(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var directory = open(path, OpenDirectory | OpenCloseOnExec);
        if (directory.IsInvalid || fsync(directory) != 0)
        {
            throw Failure("fsync of directory " + path);
        }
    }

    /// <summary>Puts the finished file in the place of another, durably: synced data, rename, synced directory.</summary>
    public static void Replace(SafeFileHandle finished, string finishedPath, string targetPath)
    {
        SyncData(finished);
        File.Move(finishedPath, targetPath, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(targetPath)!);
    }

    private static SyncFailedException Failure(string call) =>
        new($"{call} failed with errno {Marshal.GetLastPInvokeError()} ({Marshal.GetLastPInvokeErrorMessage()})");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle open(string path, int flags);
}

/// <summary>Data that was to be durable may not be: the process must stop and recover from the disk.</summary>
internal sealed class SyncFailedException(string message) : IOException(message);
