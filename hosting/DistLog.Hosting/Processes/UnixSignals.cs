using System.Runtime.InteropServices;

namespace DistLog.Hosting.Processes;

/// <summary>Signals to processes and to process groups.</summary>
internal static partial class UnixSignals
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Term = 15;
    private const nint DefaultAction = 0;

    public static void Terminate(int processId) => _ = Send(processId, Term);

    /// <summary>Kills the process's whole group where it leads one, so that its own children go too.</summary>
    public static void KillGroup(int processId)
    {
        if (Send(-processId, Kill) != 0)
        {
            _ = Send(processId, Kill);
        }
    }

    /// <summary>
    /// Takes SIGINT even where the parent had it ignored, as a shell does for a command that a script starts with
    /// <c>&amp;</c>: the runtime would respect that, and <c>kill -INT</c> would do nothing. Before the runtime's own handler.
    /// </summary>
    public static void ListenToInterrupt() => _ = SetAction(Interrupt, DefaultAction);

    [LibraryImport("libc", EntryPoint = "signal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SetAction(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Send(int processId, int signal);
}
