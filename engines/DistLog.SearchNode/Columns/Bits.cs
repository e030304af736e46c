using System.Numerics;
using System.Runtime.CompilerServices;

namespace DistLog.SearchNode.Columns;

/// <summary>A set of rows of one block. Bits past <see cref="Length"/> are always zero.</summary>
internal sealed class Bits(int length)
{
    public int Length { get; } = length;

    public ulong[] Words { get; } = new ulong[(length + 63) >> 6];

    public bool this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (Words[row >> 6] >> (row & 63) & 1) != 0;
    }

    public static Bits All(int length)
    {
        var bits = new Bits(length);
        Array.Fill(bits.Words, ulong.MaxValue);
        bits.TrimTail();
        return bits;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row) => Words[row >> 6] |= 1UL << (row & 63);

    public void Clear(int row) => Words[row >> 6] &= ~(1UL << (row & 63));

    public Bits Copy(int? length = null)
    {
        var copy = new Bits(length ?? Length);
        Array.Copy(Words, copy.Words, Math.Min(Words.Length, copy.Words.Length));
        copy.TrimTail();
        return copy;
    }

    public Bits And(Bits other)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            Words[i] &= i < other.Words.Length ? other.Words[i] : 0;
        }

        return this;
    }

    public Bits Or(Bits other)
    {
        for (var i = 0; i < Math.Min(Words.Length, other.Words.Length); i++)
        {
            Words[i] |= other.Words[i];
        }

        TrimTail();
        return this;
    }

    public Bits AndNot(Bits other)
    {
        for (var i = 0; i < Math.Min(Words.Length, other.Words.Length); i++)
        {
            Words[i] &= ~other.Words[i];
        }

        return this;
    }

    public Bits Not()
    {
        for (var i = 0; i < Words.Length; i++)
        {
            Words[i] = ~Words[i];
        }

        TrimTail();
        return this;
    }

    public bool IsEmpty => !Words.AsSpan().ContainsAnyExcept(0UL);

    public int Count()
    {
        var count = 0;
        foreach (var word in Words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>Writes the rows of the set in ascending order; <paramref name="rows"/> must have room for all.</summary>
    public int CopyRows(Span<int> rows)
    {
        var count = 0;
        for (var i = 0; i < Words.Length; i++)
        {
            for (var word = Words[i]; word != 0; word &= word - 1)
            {
                rows[count++] = (i << 6) + BitOperations.TrailingZeroCount(word);
            }
        }

        return count;
    }

    /// <summary>The set's first so many rows.</summary>
    public Bits First(int count)
    {
        var first = new Bits(Length);
        for (var i = 0; i < Words.Length && count > 0; i++)
        {
            for (var word = Words[i]; word != 0 && count > 0; word &= word - 1, count--)
            {
                first.Words[i] |= word & (~word + 1);
            }
        }

        return first;
    }

    private void TrimTail()
    {
        if ((Length & 63) != 0)
        {
            Words[^1] &= (1UL << (Length & 63)) - 1;
        }
    }
}
