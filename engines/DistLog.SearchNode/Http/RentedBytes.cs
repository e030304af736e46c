using System.Buffers;

namespace DistLog.SearchNode.Http;

/// <summary>A growing buffer from the pool; whoever holds it returns it by disposing.</summary>
internal sealed class RentedBytes(int capacity, BodyBudget budget) : IDisposable
{
    private byte[]? _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Append(in ReadOnlySequence<byte> more)
    {
        var length = checked((int)more.Length);
        budget.Take(length);
        Length += length;
        if (Length > _bytes!.Length)
        {
            Grow(Length, Length - length);
        }

        more.CopyTo(_bytes.AsSpan(Length - length));
    }

    public void Dispose()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
            budget.GiveBack(Length);
        }
    }

    private void Grow(int least, int used)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(least, (int)Math.Min(_bytes!.Length * 2L, Array.MaxLength)));
        _bytes.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
