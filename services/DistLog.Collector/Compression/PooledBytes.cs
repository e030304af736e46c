using System.Buffers;

namespace DistLog.Collector.Compression;

/// <summary>Bytes in a rented array that grows as they come; whoever holds it disposes it.</summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] _array;

    public PooledBytes(int capacity) => _array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    /// <summary>Room for more: at least one byte, however much the array has.</summary>
    public Span<byte> Free()
    {
        if (Length == _array.Length)
        {
            Grow(Length + 1);
        }
        return _array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        var total = Length + (int)bytes.Length;
        if (total > _array.Length)
        {
            Grow(total);
        }
        bytes.CopyTo(_array.AsSpan(Length));
        Length = total;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        Length = 0;
    }

    private void Grow(int atLeast)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(atLeast, _array.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
