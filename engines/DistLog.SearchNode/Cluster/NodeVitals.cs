using System.Globalization;

namespace DistLog.SearchNode.Cluster;

/// <summary>How the machine and the process are: memory, load, processor, disk, file descriptors.</summary>
internal sealed class NodeVitals(string dataDirectory, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _started = time.GetTimestamp();
    private (long Stamp, TimeSpan Used, int Percent) _cpu = (time.GetTimestamp(), Environment.CpuUsage.TotalTime, 0);

    public TimeSpan Uptime => time.GetElapsedTime(_started);

    public static long HeapUsed => GC.GetTotalMemory(forceFullCollection: false);

    /// <summary>What the runtime may use: the container's limit, or the machine's memory.</summary>
    public static long MemoryTotal => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    public static long MemoryUsed => Math.Min(MemoryTotal, GC.GetGCMemoryInfo().MemoryLoadBytes);

    public static int HeapPercent => Percent(HeapUsed, MemoryTotal);

    public static int MemoryPercent => Percent(MemoryUsed, MemoryTotal);

    /// <summary>Load averages of 1, 5 and 15 minutes; null where the system doesn't tell them.</summary>
    public static double[]? LoadAverages
    {
        get
        {
            try
            {
                return [.. File.ReadAllText("/proc/loadavg").Split(' ').Take(3).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>-1 where the system doesn't tell.</summary>
    public static long OpenFiles => Directory.Exists("/proc/self/fd") ? Directory.EnumerateFileSystemEntries("/proc/self/fd").LongCount() : -1;

    /// <summary>The soft limit; -1 where the system doesn't tell, or sets none.</summary>
    public static long MaxOpenFiles =>
        File.Exists("/proc/self/limits")
        && File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } limits
        && long.TryParse(limits["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], CultureInfo.InvariantCulture, out var most)
            ? most
            : -1;

    /// <summary>The file system that the data is on.</summary>
    public DriveInfo Disk { get; } = new(dataDirectory);

    public string DataDirectory => dataDirectory;

    /// <summary>Percent of all processors that the process used since it was last asked, at least a second before.</summary>
    public int CpuPercent
    {
        get
        {
            lock (_gate)
            {
                var elapsed = time.GetElapsedTime(_cpu.Stamp);
                if (elapsed >= TimeSpan.FromSeconds(1))
                {
                    var used = Environment.CpuUsage.TotalTime;
                    var share = (used - _cpu.Used) / (elapsed * Environment.ProcessorCount);
                    _cpu = (time.GetTimestamp(), used, (int)Math.Clamp(share * 100, 0, 100));
                }

                return _cpu.Percent;
            }
        }
    }

    public static int Percent(long part, long whole) => (int)(part * 100 / Math.Max(1, whole));
}
