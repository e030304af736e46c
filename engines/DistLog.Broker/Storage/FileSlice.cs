using Microsoft.Win32.SafeHandles;

namespace DistLog.Broker.Storage;

/// <summary>A range of a log file that is durable and will not change; it can be read until the file is closed.</summary>
internal sealed record FileSlice(SafeFileHandle File, long Position, int Length)
{
    /// <summary>Reads from <paramref name="done"/> bytes after the start, at most to the end of the slice.</summary>
    public int Read(Span<byte> destination, int done)
    {
        var wanted = Math.Min(destination.Length, Length - done);
        var read = RandomAccess.Read(File, destination[..wanted], Position + done);
        return read > 0 ? read : throw new IOException($"the log file ends {Length - done} bytes before its index says");
    }
}
