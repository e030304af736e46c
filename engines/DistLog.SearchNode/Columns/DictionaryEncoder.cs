using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Columns;

/// <summary>Turns a string column whose values repeat into a dictionary column.</summary>
internal static class DictionaryEncoder
{
    /// <summary>A dictionary pays when a term comes four times on average; ids don't, and stay as they are.</summary>
    private const int Repetition = 4;

    /// <summary>The column as a dictionary, or as it was where its values don't repeat.</summary>
    public static StringColumn Encode(RawStringColumn column)
    {
        var limit = Math.Min(ushort.MaxValue, (column.ValueCount / Repetition) + 16);
        var numbers = new int[column.ValueCount];
        var firsts = Number(column, numbers, limit);
        return firsts is null ? column : Sort(column, numbers, firsts);
    }

    /// <summary>Numbers the distinct values in order of appearance; null where there are too many.</summary>
    private static List<int>? Number(RawStringColumn column, int[] numbers, int limit)
    {
        var slots = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)limit * 2)];
        var mask = slots.Length - 1;
        var firsts = new List<int>();
        for (var value = 0; value < numbers.Length; value++)
        {
            var text = column[value];
            var slot = (int)Hash.Of(text) & mask;
            while (slots[slot] != 0 && !column[firsts[slots[slot] - 1]].SequenceEqual(text))
            {
                slot = (slot + 1) & mask;
            }

            if (slots[slot] == 0)
            {
                if (firsts.Count >= limit)
                {
                    return null;
                }

                firsts.Add(value);
                slots[slot] = firsts.Count;
            }

            numbers[value] = slots[slot] - 1;
        }

        return firsts;
    }

    private static DictionaryColumn Sort(RawStringColumn column, int[] numbers, List<int> firsts)
    {
        var order = Enumerable.Range(0, firsts.Count).ToArray();
        Array.Sort(order, (a, b) => column[firsts[a]].SequenceCompareTo(column[firsts[b]]));
        var ranks = new ushort[order.Length];
        var offsets = new int[order.Length + 1];
        var data = new MemoryStream();
        for (var rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = (ushort)rank;
            data.Write(column[firsts[order[rank]]]);
            offsets[rank + 1] = (int)data.Length;
        }

        return new DictionaryColumn
        {
            Rows = column.Rows,
            Present = column.Present,
            Starts = column.Starts,
            Ordinals = Array.ConvertAll(numbers, number => ranks[number]),
            TermData = data.ToArray(),
            TermOffsets = offsets,
        };
    }
}
