using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;

namespace DistLog.Hosting.Orchestration;

/// <summary>
/// <c>dotnet run</c> passes signals on, but when it is itself killed nobody tells the host:
/// without this the application would go on running, unseen.
/// </summary>
internal sealed partial class ParentWatch(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Other parents, such as shells, may end and leave the host running on purpose.
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        int parent = GetParentProcessId();
        if (!IsDotnet(parent))
        {
            return;
        }
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (GetParentProcessId() != parent)
            {
                lifetime.StopApplication();
                return;
            }
        }
    }

    private static bool IsDotnet(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return process.ProcessName == "dotnet";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetParentProcessId();
}
