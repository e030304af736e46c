namespace DistLog.SearchNode.Storage;

/// <summary>Watches how much room the disk has left.</summary>
internal sealed class DiskSpace(string directory, int minimumFreeMegabytes)
{
    /// <summary>Milliseconds that a reading holds: within them not even a fast disk takes the minimum.</summary>
    private const long Interval = 100;

    private readonly DriveInfo _disk = new(directory);
    private long _readAt = -Interval;
    private long _free;

    /// <summary>True where there is less room than must be kept.</summary>
    public bool IsLow => Room < 0;

    /// <summary>Bytes that may be used before the minimum is reached; negative where it is.</summary>
    public long Room
    {
        get
        {
            var now = Environment.TickCount64;
            if (now - Volatile.Read(ref _readAt) >= Interval)
            {
                Volatile.Write(ref _free, _disk.AvailableFreeSpace);
                Volatile.Write(ref _readAt, now);
            }

            return Volatile.Read(ref _free) - (minimumFreeMegabytes * 1024L * 1024);
        }
    }
}
