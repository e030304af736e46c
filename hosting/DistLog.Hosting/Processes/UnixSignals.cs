using System.Runtime.InteropServices;

namespace DistLog.Hosting.Processes;

/// <summary>Signals to processes and to process groups.</summary>
internal static partial class UnixSignals
{
    private const int Kill = 9;
    private const int Term = 15;

    public static void Terminate(int processId) => _ = Send(processId, Term);

    /// <summary>Kills the process's whole group where it leads one, so that its own children go too.</summary>
    public static void KillGroup(int processId)
    {
        if (Send(-processId, Kill) != 0)
        {
            _ = Send(processId, Kill);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int processId, int signal);
}
