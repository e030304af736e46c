using System.Text;
using DistLog.SearchNode.Text;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// Whether words are at most so many edits away from a given one: insertions, deletions, replacements and, if wanted, neighbours that
/// changed places. Only the band of the table around its diagonal is computed, so a word costs its length times the band.
/// </summary>
internal sealed class EditDistance
{
    private readonly int[] _word;
    private readonly int _edits;
    private readonly int _prefix;
    private readonly bool _transpositions;
    private readonly int _prefixBytes;
    private readonly byte[] _bytes;
    private readonly bool _isAscii;
    private readonly ulong _letters;

    public EditDistance(string word, int edits, int prefix, bool transpositions)
    {
        _word = [.. word.EnumerateRunes().Select(rune => rune.Value)];
        _bytes = Encoding.UTF8.GetBytes(word);
        _isAscii = Ascii.IsValid(_bytes);
        _letters = LettersOf(_bytes);
        _edits = edits;
        _prefix = Math.Min(prefix, _word.Length);
        _transpositions = transpositions;
        _prefixBytes = word.EnumerateRunes().Take(_prefix).Sum(rune => rune.Utf8SequenceLength);
    }

    /// <summary>Whether the word can tell digits apart.</summary>
    public bool HasDigits => DigitMask.HasDigits(_bytes);

    /// <summary>The same with each digit a <c>0</c>: masked words are at most as far apart as the words themselves.</summary>
    public EditDistance Masked() => new(DigitMask.Of(Encoding.UTF8.GetString(_bytes)), _edits, _prefix, _transpositions);

    public bool Matches(ReadOnlySpan<byte> candidate) => Of(candidate) >= 0;

    /// <summary>How alike an accepted candidate is: 1 for the same word, less for each edit, by the shorter one's length.</summary>
    public float Similarity(ReadOnlySpan<byte> candidate)
    {
        var distance = Of(candidate);
        return distance == 0 ? 1 : 1f - ((float)distance / Math.Min(Math.Max(1, CountRunes(candidate)), Math.Max(1, _word.Length)));
    }

    /// <summary>The number of edits, or -1 where it is more than are allowed.</summary>
    private int Of(ReadOnlySpan<byte> candidate)
    {
        if (IsFar(candidate) || !candidate.StartsWith(_bytes.AsSpan(0, _prefixBytes)))
        {
            return -1;
        }

        Span<int> runes = stackalloc int[128];
        runes = candidate.Length <= runes.Length ? runes : new int[candidate.Length];
        var length = Decode(candidate, runes);
        return Math.Abs(length - _word.Length) > _edits ? -1 : Distance(_word.AsSpan(_prefix), runes[_prefix..length]);
    }

    /// <summary>
    /// Rules most words out by their length and their letters: an edit changes the length by one character of at most four bytes, and
    /// brings or takes at most one letter.
    /// </summary>
    private bool IsFar(ReadOnlySpan<byte> candidate)
    {
        var difference = Math.Abs(candidate.Length - _bytes.Length);
        if (difference > 4 * _edits || (difference > _edits && _isAscii && Ascii.IsValid(candidate)))
        {
            return true;
        }

        var letters = LettersOf(candidate);
        var most = _isAscii ? _edits : 4 * _edits;
        return System.Numerics.BitOperations.PopCount(_letters & ~letters) > most || System.Numerics.BitOperations.PopCount(letters & ~_letters) > 4 * _edits;
    }

    /// <summary>Which bytes there are, 64 kinds of them.</summary>
    private static ulong LettersOf(ReadOnlySpan<byte> text)
    {
        var letters = 0UL;
        foreach (var value in text)
        {
            letters |= 1UL << (value & 63);
        }

        return letters;
    }

    private static int Decode(ReadOnlySpan<byte> text, Span<int> runes)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            Rune.DecodeFromUtf8(text, out var rune, out var used);
            runes[length++] = rune.Value;
            text = text[used..];
        }

        return length;
    }

    private static int CountRunes(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
        {
            count += (value & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }

    private int Distance(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        Span<int> table = stackalloc int[3 * 130];
        var width = b.Length + 1;
        table = width <= 130 ? table[..(3 * width)] : new int[3 * width];
        var before = table[..width];
        var previous = table[width..(2 * width)];
        var current = table[(2 * width)..(3 * width)];
        for (var j = 0; j < width; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            current.Fill(_edits + 1);
            current[0] = i;
            var best = i - _edits <= 0 ? i : _edits + 1;
            for (var j = Math.Max(1, i - _edits); j <= Math.Min(b.Length, i + _edits); j++)
            {
                var cost = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost = Math.Min(cost, Math.Min(previous[j], current[j - 1]) + 1);
                if (_transpositions && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }

                current[j] = cost;
                best = Math.Min(best, cost);
            }

            if (best > _edits)
            {
                return -1;
            }

            var oldest = before;
            before = previous;
            previous = current;
            current = oldest;
        }

        return previous[b.Length] <= _edits ? previous[b.Length] : -1;
    }
}
