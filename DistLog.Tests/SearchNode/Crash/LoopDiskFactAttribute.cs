using DistLog.Tests.Support;

namespace DistLog.Tests.SearchNode.Crash;

/// <summary>A test that mounts a disk of its own: it is run by root on Linux, elsewhere skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LoopDiskFactAttribute : FactAttribute
{
    public LoopDiskFactAttribute(params string[] needs)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/dev/loop-control"))
        {
            Skip = "only root can mount a disk";
        }
        else if (!ThirdParty.Required && ThirdParty.Missing([.. needs, "mkfs.ext4"]) is { } missing)
        {
            Skip = $"{missing} is not installed";
        }
    }
}
