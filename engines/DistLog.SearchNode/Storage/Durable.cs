using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DistLog.SearchNode.Storage;

/// <summary>
/// Puts bytes and directory entries on the disk for certain. The runtime's own Flush(true) and FlushToDisk swallow a failed
/// fsync, and it has no way to sync a directory; so both go to the C library and are checked. When the disk refuses, the process ends:
/// the pages may be marked clean all the same, so that trying again would lie, and what was acknowledged is replayed at the next start.
/// </summary>
internal static partial class Durable
{
    private static readonly int OpenDirectory = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm
        ? 0x4000 | 0x80000    // O_DIRECTORY | O_CLOEXEC on ARM
        : 0x10000 | 0x80000;  // and everywhere else

    /// <summary>Writes the file's data to the disk.</summary>
    public static void SyncData(SafeFileHandle file)
    {
        if (fdatasync(file) != 0)
        {
            Fail("fdatasync");
        }
    }

    /// <summary>Writes a directory's entries (created, renamed and removed names) to the disk.</summary>
    public static void SyncDirectory(string directory)
    {
        var descriptor = open(directory, OpenDirectory);
        if (descriptor < 0)
        {
            Fail("open " + directory);
        }

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (fsync(handle) != 0)
        {
            Fail("fsync " + directory);
        }
    }

    /// <summary>Replaces a file so that after a crash either the old or the new content is there, whole.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            SyncData(file);
        }

        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    [DoesNotReturn]
    private static void Fail(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        var message = $"{call} failed: {new Win32Exception(error).Message} (errno {error}). Nothing more is acknowledged; check the disk and start again.";
        Console.Error.WriteLine(message);
        Environment.FailFast(message);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);
}
