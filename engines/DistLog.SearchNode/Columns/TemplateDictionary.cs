using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;
using DistLog.SearchNode.Storage.Encoding;

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

    /// <summary>Of templates that differ only in the lengths of their runs of digits.</summary>
    private const int MostLengths = 8;

    /// <summary>Longer messages stand alone.</summary>
    public const int LongestTemplate = 16 << 10;

    /// <summary>Bytes of all templates together, as long as they fit a reader's memory well.</summary>
    private const int MostBytes = 8 << 20;

    private Entry[] _entries = new Entry[64];
    private readonly Utf8Map<Kind> _kinds = new();
    private int[] _slots = [];
    private int _count = 1;
    private int _bytes;

    /// <summary>One more than the highest number.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Bytes of memory, roughly.</summary>
    public int Size => _bytes + (_entries.Length * 32) + (_slots.Length * 4);

    /// <summary>A template by its number.</summary>
    public Template this[int number]
    {
        get
        {
            // Made when it is first wanted. Two readers may both make it; either's will do.
            ref var entry = ref _entries[number];
            return entry.Template ??= new Template(entry.Text);
        }
    }

    /// <summary>A template's text, each digit of its messages a <c>0</c>.</summary>
    public ReadOnlySpan<byte> TextOf(int number) => _entries[number].Text.Span;

    /// <summary>Bits that the digits of a message take.</summary>
    public int DigitBitsOf(int number) => _entries[number].DigitBits;

    /// <summary>The number of a template, which is added where it is missing and there is room; otherwise <see cref="None"/>.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> masked)
    {
        var known = Find(masked, out var slot);
        if (known != None || masked.Length > LongestTemplate || _count > MostTemplates || _bytes + masked.Length > MostBytes)
        {
            return known;
        }

        _slots[slot] = _count;
        return Add(masked.ToArray());
    }

    /// <summary>Forgets the templates from a number on, which nothing refers to yet.</summary>
    public void RemoveFrom(int count)
    {
        for (var number = count; number < _count; number++)
        {
            _bytes -= _entries[number].Text.Length;
        }

        _slots = [];
        _kinds.RemoveWhere(kind => kind.First >= count);
        Volatile.Write(ref _count, count);
    }

    /// <summary>
    /// The same, but of templates that differ only in the lengths of their runs of digits just a few are added; from then on the first of
    /// them stands for others too, and <paramref name="isLoose"/> says that the lengths aren't those of the text.
    /// </summary>
    public int FindOrAdd(ReadOnlySpan<byte> masked, out bool isLoose)
    {
        isLoose = false;
        var known = Find(masked, out _);
        if (known != None || masked.Length > LongestTemplate)
        {
            return known;
        }

        Span<byte> collapsed = masked.Length <= 1024 ? stackalloc byte[masked.Length] : new byte[masked.Length];
        collapsed = collapsed[..Collapse(masked, collapsed)];
        _kinds.TryGet(collapsed, out var kind);
        if (kind.Count >= MostLengths)
        {
            isLoose = true;
            return kind.First;
        }

        var added = FindOrAdd(masked);
        if (added == None && kind.Count > 0)
        {
            isLoose = true;
            return kind.First;
        }

        if (added != None)
        {
            _kinds.Set(collapsed.ToArray(), new Kind(kind.Count == 0 ? added : kind.First, kind.Count + 1));
        }

        return added;
    }

    /// <summary>Layout: count varint, lengths, texts.</summary>
    public void WriteTo(ByteBuffer target)
    {
        var offsets = new int[_count];
        var texts = new ByteBuffer(_bytes);
        for (var number = 1; number < _count; number++)
        {
            texts.Bytes(TextOf(number));
            offsets[number] = texts.Length;
        }

        target.Varint((ulong)_count - 1);
        Lengths.Write(target, offsets);
        PackedBytes.Write(target, texts.Span);
    }

    /// <exception cref="DamagedDataException">The bytes are no dictionary.</exception>
    public static TemplateDictionary Read(ReadOnlySpan<byte> bytes)
    {
        var source = new ByteReader(bytes);
        var offsets = Lengths.Read(ref source, source.Count(MostTemplates));
        var texts = PackedBytes.Read(ref source);
        if (offsets[^1] != texts.Length)
        {
            throw new DamagedDataException("templates have other lengths than the dictionary says");
        }

        var dictionary = new TemplateDictionary { _entries = new Entry[offsets.Length] };
        for (var i = 0; i < offsets.Length - 1; i++)
        {
            dictionary.Add(texts.AsMemory(offsets[i]..offsets[i + 1]));
        }

        return dictionary;
    }

    /// <summary>The number of a template, and the slot where it is or would be.</summary>
    private int Find(ReadOnlySpan<byte> masked, out int slot)
    {
        if (_slots.Length < _count * 2)
        {
            Rehash();
        }

        var mask = _slots.Length - 1;
        slot = (int)Hash.Of(masked) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if (TextOf(_slots[slot]).SequenceEqual(masked))
            {
                return _slots[slot];
            }
        }

        return None;
    }

    /// <summary>Makes one zero of each run of them; the length that is left.</summary>
    private static int Collapse(ReadOnlySpan<byte> masked, Span<byte> collapsed)
    {
        var length = 0;
        for (var i = 0; i < masked.Length; i++)
        {
            if (masked[i] != (byte)'0' || i == 0 || masked[i - 1] != (byte)'0')
            {
                collapsed[length++] = masked[i];
            }
        }

        return length;
    }

    private int Add(ReadOnlyMemory<byte> text)
    {
        if (_count == _entries.Length)
        {
            // A copy, not a resize in place: whoever reads the old array finds there all that it may ask for.
            Array.Resize(ref _entries, _count * 2);
        }

        _entries[_count] = new Entry { Text = text, DigitBits = DigitPacking.BitsOf(text.Span.Count((byte)'0')) };
        _bytes += text.Length;
        Volatile.Write(ref _count, _count + 1);
        return _count - 1;
    }

    private void Rehash()
    {
        _slots = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(128, _count * 4))];
        var mask = _slots.Length - 1;
        for (var number = 1; number < _count; number++)
        {
            var slot = (int)Hash.Of(TextOf(number)) & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = number;
        }
    }

    /// <summary>Templates that differ only in the lengths of their runs.</summary>
    private readonly record struct Kind(int First, int Count);

    private struct Entry
    {
        public ReadOnlyMemory<byte> Text;
        public Template? Template;
        public int DigitBits;
    }
}
