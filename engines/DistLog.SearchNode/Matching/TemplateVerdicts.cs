using System.Collections.Concurrent;
using System.Numerics;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Matching;

/// <summary>
/// Which templates may have messages that match. Each template is looked at once for a search, when the first block comes that uses it
/// (or one with a higher number), and never for the rows.
/// </summary>
/// <param name="search">Tells which of some templates' texts may match.</param>
internal sealed class TemplateVerdicts(Func<RawStringColumn, Bits> search)
{
    private readonly ConcurrentDictionary<TemplateDictionary, byte[]> _known = new(ReferenceEqualityComparer.Instance);
    private readonly Lock _gate = new();

    /// <summary>False where none of a column's templates can match.</summary>
    public bool MayMatch(ColumnFacts column)
    {
        var verdicts = Of(column.Dictionary!, column.Templates!.Length);
        for (var word = 0; word < column.Templates.Words.Length; word++)
        {
            for (var used = column.Templates.Words[word]; used != 0; used &= used - 1)
            {
                if (verdicts[(word << 6) + BitOperations.TrailingZeroCount(used)] != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The value numbers whose templates may match.</summary>
    public Bits Select(TemplateColumn column)
    {
        var verdicts = Of(column.Dictionary, column.HighestNumber + 1);
        var selected = new Bits(column.Numbers.Length);
        if (!verdicts.AsSpan().Contains((byte)1))
        {
            return selected;
        }

        for (var word = 0; word < selected.Words.Length; word++)
        {
            var numbers = column.Numbers.AsSpan(word << 6, Math.Min(64, column.Numbers.Length - (word << 6)));
            ulong bits = 0;
            for (var i = 0; i < numbers.Length; i++)
            {
                bits |= (ulong)verdicts[numbers[i]] << i;
            }

            selected.Words[word] = bits;
        }

        return selected;
    }

    /// <summary>The irregular values, by their places, whose templates may match but for the lengths of runs of digits.</summary>
    public Bits SelectLoose(TemplateColumn column)
    {
        var verdicts = Of(column.Dictionary, column.HighestNumber + 1);
        var selected = new Bits(column.Loose.Numbers.Length);
        for (var place = 0; place < selected.Length; place++)
        {
            if (verdicts[column.Loose.Numbers[place]] != 0)
            {
                selected.Set(place);
            }
        }

        return selected;
    }

    /// <summary>By template number 1 where it may match, otherwise 0; for so many at least.</summary>
    private byte[] Of(TemplateDictionary dictionary, int count)
    {
        if (_known.TryGetValue(dictionary, out var known) && known.Length >= count)
        {
            return known;
        }

        lock (_gate)
        {
            known = _known.GetValueOrDefault(dictionary, [0]);
            return known.Length >= count ? known : _known[dictionary] = Extend(dictionary, known, count);
        }
    }

    private byte[] Extend(TemplateDictionary dictionary, byte[] known, int count)
    {
        var verdicts = new byte[count];
        known.CopyTo(verdicts, 0);
        var found = search(TextsOf(dictionary, known.Length, count));
        for (var number = known.Length; number < count; number++)
        {
            verdicts[number] = found[number - known.Length] ? (byte)1 : (byte)0;
        }

        return verdicts;
    }

    private static RawStringColumn TextsOf(TemplateDictionary dictionary, int from, int to)
    {
        var texts = new ByteBuffer((to - from) * 64);
        var offsets = new int[to - from + 1];
        for (var number = from; number < to; number++)
        {
            texts.Bytes(dictionary.TextOf(number));
            offsets[number - from + 1] = texts.Length;
        }

        return new RawStringColumn { Rows = to - from, Data = texts.ToArray(), Offsets = offsets };
    }
}
