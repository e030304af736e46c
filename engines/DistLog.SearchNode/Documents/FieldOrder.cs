using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>
/// Which field came after which in earlier documents. Documents of one origin mostly have their fields in one order; then a look at the
/// bytes of the expected name finds the field, without a dictionary.
/// </summary>
internal sealed class FieldOrder
{
    private Entry[] _expected = [];

    /// <summary>Bytes that it takes.</summary>
    public int Size => _expected.Length * 2 * IntPtr.Size;

    /// <summary>Forgets everything; the numbers of nodes belong to one mapping.</summary>
    public void Reset() => Array.Clear(_expected);

    /// <summary>The place of an object's first field.</summary>
    public static int FirstOf(ObjectMapping mapping) => mapping.Number * 2;

    /// <summary>The place after a field, or after an object within its own parent.</summary>
    public static int After(MappingNode node) => (node.Number * 2) + 1;

    /// <summary>The node that earlier documents had at a place, if its name, as <c>"name":</c>, stands here.</summary>
    public MappingNode? Expect(int place, ReadOnlySpan<byte> json, ref int at)
    {
        if ((uint)place >= (uint)_expected.Length || _expected[place].Name is not { } name || !json[at..].StartsWith(name))
        {
            return null;
        }

        at += name.Length;
        return _expected[place].Node;
    }

    /// <summary>Notes what came at a place, and its name as the document has it: plain, without quotes or escapes.</summary>
    public void Learn(int place, MappingNode node, ReadOnlySpan<byte> name)
    {
        if (place >= _expected.Length)
        {
            Array.Resize(ref _expected, Math.Max(32, (place + 1) * 2));
        }

        if (_expected[place].Node != node)
        {
            _expected[place] = new Entry(node, [(byte)'"', .. name, (byte)'"', (byte)':']);
        }
    }

    private readonly record struct Entry(MappingNode? Node, byte[]? Name);
}
