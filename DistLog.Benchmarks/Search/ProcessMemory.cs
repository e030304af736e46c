using System.Globalization;

namespace DistLog.Benchmarks.Search;

/// <summary>A process's memory as Linux counts it, in MiB; nulls elsewhere.</summary>
/// <param name="Resident">All pages in memory.</param>
/// <param name="Proportional">The same with shared pages shared out.</param>
/// <param name="Peak">The highest that <paramref name="Resident"/> was.</param>
internal readonly record struct ProcessMemory(long Resident, long Proportional, long Peak)
{
    public static ProcessMemory? Of(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var status = File.ReadAllLines($"/proc/{process}/status");
        return new(Of(status, "VmRSS:"), Of(File.ReadAllLines($"/proc/{process}/smaps_rollup"), "Pss:"), Of(status, "VmHWM:"));
    }

    /// <summary>A line is a name, a number and "kB".</summary>
    private static long Of(string[] lines, string name) =>
        long.Parse(lines.First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
}
