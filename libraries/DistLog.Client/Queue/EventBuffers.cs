using System.Numerics;

namespace DistLog.Client.Queue;

/// <summary>
/// Keeps the buffers of sent events for the next ones. The shared array pool keeps only a few dozen of each size, and
/// would allocate for most events of a batch. Guarded by the queue's lock.
/// </summary>
internal sealed class EventBuffers
{
    // Size classes are powers of two from 256 bytes (a short log) to 16 KiB; what is longer is rare and not kept.
    private const int SmallestShift = 8;
    private const int Classes = 7;

    // What is kept while idle; a batch of 2,000 logs of 400 bytes is half of it.
    private const int MaxKeptBytes = 2 * 1024 * 1024;

    private readonly Stack<byte[]>[] _kept = [new(), new(), new(), new(), new(), new(), new()];
    private int _keptBytes;

    public byte[] Rent(int length)
    {
        var size = SizeClass(length);
        if (size >= Classes)
        {
            return new byte[length];
        }

        if (_kept[size].TryPop(out var buffer))
        {
            _keptBytes -= buffer.Length;
            return buffer;
        }

        return GC.AllocateUninitializedArray<byte>(1 << (size + SmallestShift));
    }

    public void Return(byte[] buffer)
    {
        var size = SizeClass(buffer.Length);
        if (size < Classes && _keptBytes + buffer.Length <= MaxKeptBytes && buffer.Length == 1 << (size + SmallestShift))
        {
            _kept[size].Push(buffer);
            _keptBytes += buffer.Length;
        }
    }

    private static int SizeClass(int length) =>
        Math.Max(0, BitOperations.Log2((uint)Math.Max(1, length - 1)) + 1 - SmallestShift);
}
