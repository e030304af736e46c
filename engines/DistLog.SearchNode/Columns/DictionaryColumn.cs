namespace DistLog.SearchNode.Columns;

/// <summary>Strings that repeat: each value is the number of a term; the terms are distinct and sorted by their bytes.</summary>
internal sealed class DictionaryColumn : StringColumn
{
    private int[]? _counts;

    public required ushort[] Ordinals { get; init; }

    public required byte[] TermData { get; init; }

    public required int[] TermOffsets { get; init; }

    public int TermCount => TermOffsets.Length - 1;

    /// <summary>The terms as a column of their own.</summary>
    public RawStringColumn TermColumn => new() { Rows = TermCount, Data = TermData, Offsets = TermOffsets };

    /// <summary>How many values have each term. Made when it is first asked for.</summary>
    public int[] TermCounts => _counts ??= Count();

    public override ReadOnlySpan<byte> this[int value] => Term(Ordinals[value]);

    public override int Size => PresenceSize + (Ordinals.Length * 2) + TermData.Length + (TermOffsets.Length * 4);

    public override RawStringColumn Raw
    {
        get
        {
            var offsets = new int[Ordinals.Length + 1];
            var data = new Storage.Encoding.ByteBuffer();
            for (var value = 0; value < Ordinals.Length; value++)
            {
                data.Bytes(HasValue(value) ? this[value] : default);
                offsets[value + 1] = data.Length;
            }

            return new RawStringColumn { Rows = Rows, Present = Present, Starts = Starts, Data = data.ToArray(), Offsets = offsets };
        }
    }

    private int[] Count()
    {
        var counts = new int[TermCount];
        for (var value = 0; value < Ordinals.Length; value++)
        {
            if (HasValue(value))
            {
                counts[Ordinals[value]]++;
            }
        }

        return counts;
    }

    public ReadOnlySpan<byte> Term(int ordinal) =>
        TermData.AsSpan(TermOffsets[ordinal], TermOffsets[ordinal + 1] - TermOffsets[ordinal]);

    /// <summary>The number of a term, or a negative number where the block has no such value.</summary>
    public int Find(ReadOnlySpan<byte> term)
    {
        int low = 0, high = TermCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Term(middle).SequenceCompareTo(term);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
