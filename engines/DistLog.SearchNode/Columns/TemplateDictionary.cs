using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Columns;

/// <summary>
/// The templates of one field in one segment (or in the buffer that is going to be one): a block of some thousand rows sees each of them
/// a few times only, a segment thousands of times. Numbers start at 1 and never change; templates are added and never removed, by one
/// writer at a time, while readers need no lock.
/// </summary>
internal sealed class TemplateDictionary
{
    /// <summary>The number of values that have no template.</summary>
    public const int None = 0;

    /// <summary>A number fits 16 bits; by then the messages aren't made from templates.</summary>
    public const int MostTemplates = ushort.MaxValue;

    /// <summary>Bytes of all templates together, as long as they fit a reader's memory well.</summary>
    private const int MostBytes = 8 << 20;

    /// <summary>Longer messages stand alone.</summary>
    public const int LongestTemplate = 16 << 10;

    private Template?[] _templates = new Template?[64];
    private int[] _slots = new int[256];
    private int _count = 1;

    /// <summary>One more than the highest number.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of memory, roughly.</summary>
    public int Size { get; private set; } = 512;

    public Template this[int number] => _templates[number]!;

    /// <summary>The number of a template, or <see cref="None"/>.</summary>
    public int Find(ReadOnlySpan<byte> masked)
    {
        var mask = _slots.Length - 1;
        for (var slot = (int)Hash.Of(masked) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_templates[_slots[slot]]!.Text.SequenceEqual(masked))
            {
                return _slots[slot];
            }
        }

        return None;
    }

    /// <summary>The number of a template, which is added where it is missing and there is room; otherwise <see cref="None"/>.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> masked)
    {
        var known = Find(masked);
        return known == None && masked.Length <= LongestTemplate && _count <= MostTemplates && Size + masked.Length <= MostBytes
            ? Add(new Template(masked))
            : known;
    }

    private int Add(Template template)
    {
        if (_count == _templates.Length)
        {
            // A copy, not a resize in place: whoever reads the old array finds there all that it may ask for.
            Array.Resize(ref _templates, _count * 2);
        }

        if (_count * 2 > _slots.Length)
        {
            Rehash();
        }

        _templates[_count] = template;
        Insert(_count);
        Size += template.Size;
        Volatile.Write(ref _count, _count + 1);
        return _count - 1;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 1; number < _count; number++)
        {
            Insert(number);
        }
    }

    private void Insert(int number)
    {
        var mask = _slots.Length - 1;
        var slot = (int)Hash.Of(_templates[number]!.Text) & mask;
        while (_slots[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = number;
    }
}
