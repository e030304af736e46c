using System.Text;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Mapping;

namespace DistLog.SearchNode.Documents;

/// <summary>The short way through the object of a flattened field: each leaf becomes <c>path NUL value</c>.</summary>
internal sealed partial class DocumentParser
{
    /// <param name="json">The document.</param>
    /// <param name="at">The opening brace; behind the closing one afterwards.</param>
    /// <param name="field">The flattened field.</param>
    /// <param name="prefix">Where in the scratch buffer the names of the objects around stand, each with a dot behind it.</param>
    /// <param name="depth">Levels that there may still be.</param>
    private bool TryFlattened(ReadOnlySpan<byte> json, ref int at, FieldMapping field, (int Start, int Length) prefix, int depth)
    {
        if (_scratch.AsSpan(prefix.Start, prefix.Length).Count((byte)'.') >= field.DepthLimit)
        {
            return false;
        }

        at++;
        if (JsonScan.Peek(json, ref at) == (byte)'}')
        {
            at++;
            return true;
        }

        while (true)
        {
            var name = at + 1;
            if (JsonScan.Peek(json, ref at) != (byte)'"' || !JsonScan.TryPlainString(json, ref at, out var length) || JsonScan.Peek(json, ref at) != (byte)':')
            {
                return false;
            }

            at++;
            var key = Join(prefix, json.Slice(name, length));
            if (!TryFlattenedValue(json, ref at, field, key, depth))
            {
                return false;
            }

            var next = JsonScan.Peek(json, ref at);
            at++;
            if (next != (byte)',')
            {
                return next == (byte)'}';
            }

            JsonScan.Peek(json, ref at);
        }
    }

    private bool TryFlattenedValue(ReadOnlySpan<byte> json, ref int at, FieldMapping field, (int Start, int Length) key, int depth)
    {
        switch (JsonScan.Peek(json, ref at))
        {
            case (byte)'{':
                return depth > 0 && TryFlattened(json, ref at, field, Join(key, "."u8), depth - 1);
            case (byte)'[':
                return depth > 0 && TryFlattenedArray(json, ref at, field, key, depth - 1);
            case (byte)'n':
                return JsonScan.TryLiteral(json, ref at);
            case (byte)'"':
                var text = at + 1;
                if (!JsonScan.TryPlainString(json, ref at, out var length))
                {
                    return false;
                }

                AddFlattened(json, field, key, (text, length));
                return true;
            default:
                var start = at;
                if (!JsonScan.TrySkip(json, ref at, 0))
                {
                    return false;
                }

                AddFlattened(json, field, key, (start, at - start));
                return true;
        }
    }

    private bool TryFlattenedArray(ReadOnlySpan<byte> json, ref int at, FieldMapping field, (int Start, int Length) key, int depth)
    {
        at++;
        if (JsonScan.Peek(json, ref at) == (byte)']')
        {
            at++;
            return true;
        }

        while (true)
        {
            if (!TryFlattenedValue(json, ref at, field, key, depth))
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

    /// <summary>Puts a name behind a prefix, in the scratch buffer.</summary>
    private (int Start, int Length) Join((int Start, int Length) prefix, ReadOnlySpan<byte> name)
    {
        var start = _scratchUsed;
        var room = Scratch(prefix.Length + name.Length);
        _scratch.AsSpan(prefix.Start, prefix.Length).CopyTo(room);
        name.CopyTo(room[prefix.Length..]);
        _scratchUsed += prefix.Length + name.Length;
        return (start, prefix.Length + name.Length);
    }

    private void AddFlattened(ReadOnlySpan<byte> json, FieldMapping field, (int Start, int Length) key, (int Start, int Length) text)
    {
        var value = json.Slice(text.Start, text.Length);
        (_placeStart, _placeLength) = text;
        // A string has at most as many characters as bytes, so most need no counting.
        if (field.Searchable && (value.Length <= field.IgnoreAbove || Encoding.UTF8.GetCharCount(value) <= field.IgnoreAbove))
        {
            var (start, _) = Join(key, "\0"u8);
            value.CopyTo(Scratch(value.Length));
            _scratchUsed += value.Length;
            Add(new FieldValue { Field = field, Start = start, Length = _scratchUsed - start, InScratch = true });
        }

        EndPlace();
    }
}
