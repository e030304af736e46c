using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace DistLog.Hosting.Processes;

/// <summary>Windows has no SIGTERM; .NET programs stop cleanly on Ctrl+Break, which can be sent to one process group.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsConsole
{
    private const uint CtrlBreak = 1;

    public static void SendBreak(int processGroupId) => _ = GenerateConsoleCtrlEvent(CtrlBreak, (uint)processGroupId);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GenerateConsoleCtrlEvent(uint controlEvent, uint processGroupId);
}
