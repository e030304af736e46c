namespace DistLog.SearchNode.Regexps;

/// <summary>The characters in classes that a pattern can't tell apart, so that its automaton has few transitions.</summary>
internal sealed class Alphabet
{
    /// <summary>The first character of each class, ascending.</summary>
    private readonly int[] _starts;
    private readonly int[] _ascii = new int[128];

    public Alphabet(RegexpNode pattern)
    {
        var starts = new SortedSet<int> { 0 };
        Collect(pattern, starts);
        _starts = [.. starts.Where(start => start <= CharRange.Last)];
        for (var character = 0; character < _ascii.Length; character++)
        {
            _ascii[character] = Search(character);
        }
    }

    public int Count => _starts.Length;

    public int ClassOf(int character) => character < _ascii.Length ? _ascii[character] : Search(character);

    /// <summary>The classes that make up some ranges.</summary>
    public ClassSet Classes(IReadOnlyList<CharRange> ranges)
    {
        var set = new ClassSet(Count);
        foreach (var range in ranges)
        {
            for (var number = ClassOf(range.Low); number < Count && _starts[number] <= range.High; number++)
            {
                set.Add(number);
            }
        }

        return set;
    }

    private int Search(int character)
    {
        var index = Array.BinarySearch(_starts, character);
        return index >= 0 ? index : ~index - 1;
    }

    private static void Collect(RegexpNode node, SortedSet<int> starts)
    {
        switch (node)
        {
            case CharsNode chars:
                foreach (var range in chars.Ranges)
                {
                    starts.Add(range.Low);
                    starts.Add(range.High + 1);
                }

                break;
            case ConcatNode concat:
                CollectAll(concat.Parts, starts);
                break;
            case UnionNode union:
                CollectAll(union.Parts, starts);
                break;
            case IntersectionNode intersection:
                CollectAll(intersection.Parts, starts);
                break;
            case ComplementNode complement:
                Collect(complement.Inner, starts);
                break;
            case RepeatNode repeat:
                Collect(repeat.Inner, starts);
                break;
        }
    }

    private static void CollectAll(IReadOnlyList<RegexpNode> nodes, SortedSet<int> starts)
    {
        foreach (var node in nodes)
        {
            Collect(node, starts);
        }
    }
}

/// <summary>A set of classes of characters.</summary>
internal sealed class ClassSet(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) >> 6];

    public bool this[int number] => (_words[number >> 6] >> (number & 63) & 1) != 0;

    public bool IsEmpty => !_words.AsSpan().ContainsAnyExcept(0UL);

    public void Add(int number) => _words[number >> 6] |= 1UL << (number & 63);

    public ClassSet Union(ClassSet other)
    {
        var union = new ClassSet(count);
        for (var i = 0; i < _words.Length; i++)
        {
            union._words[i] = _words[i] | other._words[i];
        }

        return union;
    }

    /// <summary>The same text for equal sets.</summary>
    public string Key => Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes<ulong>(_words));
}
