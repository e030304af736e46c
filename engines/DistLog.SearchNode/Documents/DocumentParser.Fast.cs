using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>
/// The short way through a usual document: known fields, values that are what their field expects. Whatever is out of the ordinary makes
/// it give up, and the document is read again by the JSON reader, which is then the only one to judge it.
/// </summary>
internal sealed partial class DocumentParser
{
    /// <summary>Levels of nesting on the short way; well below what the reader allows.</summary>
    private const int FastDepth = 16;

    private readonly FieldOrder _order = new();

    /// <summary>Parses a usual document; false, with nothing parsed, for any other.</summary>
    private bool TryParseFast(ReadOnlySpan<byte> document, IndexMapping mapping)
    {
        var at = 0;
        return JsonScan.Peek(document, ref at) == (byte)'{'
            && TryObject(document, ref at, mapping.Root, FastDepth)
            && JsonScan.Peek(document, ref at) == 0
            && at == document.Length;
    }

    /// <summary>Reads an object from its opening brace.</summary>
    private bool TryObject(ReadOnlySpan<byte> json, ref int at, ObjectMapping mapping, int depth)
    {
        var (instance, before) = (++_objects, FieldOrder.FirstOf(mapping));
        at++;
        if (JsonScan.Peek(json, ref at) == (byte)'}')
        {
            at++;
            return true;
        }

        while (true)
        {
            var node = _order.Expect(before, json, ref at);
            if (node is null && !TryName(json, ref at, mapping, before, out node))
            {
                return false;
            }

            if (node is null ? !TrySkipUnheld(json, ref at, depth) : !IsFirst(node, instance) || !TryValue(json, ref at, node, depth))
            {
                return false;
            }

            before = node is null ? before : FieldOrder.After(node);
            var next = JsonScan.Peek(json, ref at);
            at++;
            if (next != (byte)',')
            {
                return next == (byte)'}';
            }

            JsonScan.Peek(json, ref at);
        }
    }

    /// <summary>Reads a name that wasn't expected. The node stays null for a name that the mapping passes over.</summary>
    private bool TryName(ReadOnlySpan<byte> json, ref int at, ObjectMapping mapping, int before, out MappingNode? node)
    {
        node = null;
        var start = at + 1;
        if (JsonScan.At(json, at) != (byte)'"' || !JsonScan.TryPlainString(json, ref at, out var length))
        {
            return false;
        }

        var name = json.Slice(start, length);
        if (JsonScan.Peek(json, ref at) != (byte)':')
        {
            return false;
        }

        at++;
        if (mapping.Children.TryGet(name, out node))
        {
            _order.Learn(before, node, name);
            return true;
        }

        return IsPassedOver(name, mapping);
    }

    /// <summary>True for a name that is neither known nor to be learned, nor one of those with a meaning of their own.</summary>
    private bool IsPassedOver(ReadOnlySpan<byte> name, ObjectMapping mapping) =>
        mapping.Dynamic is DynamicMode.False or DynamicMode.Runtime && _mapping.Aliases.Count == 0
        && !name.IsEmpty && name[0] > (byte)' ' && name[0] < 0x7F && name[0] != (byte)'_' && !name.Contains((byte)'.');

    private bool TrySkipUnheld(ReadOnlySpan<byte> json, ref int at, int depth)
    {
        JsonScan.Peek(json, ref at);
        var start = at;
        if (!JsonScan.TrySkip(json, ref at, depth))
        {
            return false;
        }

        AddUnheld(start, at - start);
        return true;
    }

    /// <summary>Marks a field as seen; false where the object has had it already.</summary>
    private bool IsFirst(MappingNode node, long instance)
    {
        if (node.Number >= _seenIn.Length || _seenIn[node.Number] == instance)
        {
            return false;
        }

        _seenIn[node.Number] = instance;
        return true;
    }

    private bool TryValue(ReadOnlySpan<byte> json, ref int at, MappingNode node, int depth)
    {
        var next = JsonScan.Peek(json, ref at);
        switch (next)
        {
            case (byte)'"':
                return node is FieldMapping { CopyTo.Count: 0 } text && TryStringValue(json, ref at, text);
            case (byte)'{':
                return depth > 0 && TryNested(json, ref at, node, depth - 1);
            case (byte)'[':
                return depth > 0 && TryArray(json, ref at, node, depth - 1);
            case (byte)'n':
                return JsonScan.TryLiteral(json, ref at) && AddNull(node);
            default:
                return node is FieldMapping { CopyTo.Count: 0 } field && TryOtherValue(json, ref at, field, next is (byte)'t' or (byte)'f');
        }
    }

    private bool TryNested(ReadOnlySpan<byte> json, ref int at, MappingNode node, int depth) => node switch
    {
        ObjectMapping { Enabled: true, IsNested: false } inner => TryObject(json, ref at, inner, depth),
        ObjectMapping { Enabled: false } => TrySkipUnheld(json, ref at, depth),
        FieldMapping { Kind: FieldKind.Flattened } flattened => TryFlattened(json, ref at, flattened, default, depth),
        _ => false,
    };

    private bool TryArray(ReadOnlySpan<byte> json, ref int at, MappingNode node, int depth)
    {
        at++;
        if (JsonScan.Peek(json, ref at) == (byte)']')
        {
            at++;
            return true;
        }

        while (true)
        {
            if (!TryValue(json, ref at, node, depth))
            {
                return false;
            }

            var next = JsonScan.Peek(json, ref at);
            at++;
            if (next != (byte)',')
            {
                return next == (byte)']';
            }
        }
    }

    private bool TryStringValue(ReadOnlySpan<byte> json, ref int at, FieldMapping field)
    {
        var quote = at;
        if (!JsonScan.TryString(json, ref at, out var length, out var isEscaped))
        {
            return false;
        }

        (_placeStart, _placeLength) = (quote + 1, length);
        var text = json.Slice(quote + 1, length);
        if (isEscaped)
        {
            var start = _scratchUsed;
            var room = Scratch(length);
            _scratchUsed += JsonScan.Unescape(text, room);
            AddString(field, _scratch.AsSpan(start, _scratchUsed - start), start, isEscaped: true, quote);
        }
        else
        {
            AddString(field, text, quote + 1, isEscaped: false, quote);
        }

        EndPlace();
        return true;
    }

    private bool TryOtherValue(ReadOnlySpan<byte> json, ref int at, FieldMapping field, bool isLiteral)
    {
        var start = at;
        if (isLiteral ? !JsonScan.TryLiteral(json, ref at) : !JsonScan.TryNumber(json, ref at))
        {
            return false;
        }

        if (!isLiteral && JsonScan.At(json, at) is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
        {
            return false;
        }

        (_placeStart, _placeLength) = (start, at - start);
        AddOther(field, json[start..at], start, isNumber: !isLiteral);
        EndPlace();
        return true;
    }
}
