using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>A small ext4 file system of its own in a file, so that it can lose its power or run full. Needs root.</summary>
internal sealed partial class LoopDisk : IDisposable
{
    /// <summary>EXT4_IOC_SHUTDOWN, and its flag for losing the journal's last entries too: the disk is as if the power had gone.</summary>
    private const uint Shutdown = 0x8004587d;

    private const uint WithoutLogFlush = 2;

    private readonly string _root = Directory.CreateTempSubdirectory("distlog-disk-").FullName;

    public LoopDisk(int megabytes)
    {
        Directory.CreateDirectory(Path);
        using (var image = File.Create(Image))
        {
            image.SetLength(megabytes * 1024L * 1024);
        }

        Run("mkfs.ext4", "-qF", Image);
        Mount();
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => System.IO.Path.Combine(_root, "mounted");

    private string Image => System.IO.Path.Combine(_root, "image");

    /// <summary>Whatever was not synced is lost; from now on every access fails.</summary>
    public void CutPower()
    {
        using var directory = new SafeFileHandle(open(Path, 0), ownsHandle: true);
        var flag = WithoutLogFlush;
        Assert.Equal(0, ioctl(directory, Shutdown, ref flag));
    }

    /// <summary>The power is back: what is on the disk is there again. Nobody may use it any more.</summary>
    public void Remount()
    {
        Run("umount", Path);
        Mount();
    }

    public void Dispose()
    {
        Run("umount", Path);
        Directory.Delete(_root, recursive: true);
    }

    private void Mount() => Run("mount", "-o", "loop", Image, Path);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}");
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(SafeFileHandle file, ulong request, ref uint argument);
}
