using System.Buffers.Text;
using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>Writes known fields of a record into a document, each in the one type that its mapping has, and takes them; what does not fit stays.</summary>
/// <remarks>Names are given as they are written: with the comma before and the colon behind, <c>,"name":</c>.</remarks>
internal sealed class FieldWriter(EventRecord record, JsonOutput output)
{
    /// <summary>Writes a string; numbers and booleans are put in quotes, objects and arrays stay.</summary>
    public void Text(Field field, ReadOnlySpan<byte> name)
    {
        var index = record.Find(field);
        if (index >= 0 && Aliases.IsScalar(record.Kind(index)))
        {
            Text(index, name);
        }
    }

    /// <summary>Writes a scalar as a string.</summary>
    public void Text(int index, ReadOnlySpan<byte> name)
    {
        output.Raw(name);
        if (record.Kind(index) == JsonTokenType.String)
        {
            output.Raw(record.Raw(index));
        }
        else
        {
            output.Quoted(record.Raw(index));
        }

        record.Take(index);
    }

    /// <summary>Writes a finite number, also where it came as a string.</summary>
    public void Double(Field field, ReadOnlySpan<byte> name)
    {
        var index = FirstNumber(field);
        if (index < 0)
        {
            return;
        }

        var text = record.Text(index).Trim((byte)' ');
        if (Utf8Parser.TryParse(text, out double value, out var read) && read == text.Length && double.IsFinite(value))
        {
            output.Raw(name);
            WriteNumber(index, value);
            record.Take(index);
        }
    }

    /// <summary>Writes a whole number of 64 bits, also where it came as a string.</summary>
    public void Long(Field field, ReadOnlySpan<byte> name)
    {
        var index = FirstNumber(field);
        if (index < 0)
        {
            return;
        }

        var text = record.Text(index).Trim((byte)' ');
        if (Utf8Parser.TryParse(text, out long value, out var read) && read == text.Length)
        {
            output.Raw(name);
            output.Number(value);
            record.Take(index);
        }
    }

    /// <summary>Writes an object whose members have their types; text becomes its member <paramref name="textMember"/>.</summary>
    public void Object(Field field, ReadOnlySpan<byte> name, TextMembers members, ReadOnlySpan<byte> textMember)
    {
        var index = record.Find(field);
        if (index < 0)
        {
            return;
        }

        var start = output.Length;
        output.Raw(name);
        if (TryObject(index, members, textMember))
        {
            record.Take(index);
        }
        else
        {
            output.Truncate(start);
        }
    }

    private bool TryObject(int index, TextMembers members, ReadOnlySpan<byte> textMember)
    {
        switch (record.Kind(index))
        {
            case JsonTokenType.StartObject:
                return members.TryWrite(record.Raw(index), output);
            case JsonTokenType.String:
                output.Raw((byte)'{');
                output.Quoted(textMember);
                output.Raw((byte)':');
                output.Raw(record.Raw(index));
                output.Raw((byte)'}');
                return true;
            default:
                return false;
        }
    }

    private int FirstNumber(Field field)
    {
        var index = record.Find(field);
        return index >= 0 && record.Kind(index) is JsonTokenType.Number or JsonTokenType.String ? index : -1;
    }

    // A JSON number is passed on as it was written; text may hold forms that JSON does not have, such as "+1" or "007".
    private void WriteNumber(int index, double value)
    {
        if (record.Kind(index) == JsonTokenType.Number)
        {
            output.Raw(record.Raw(index));
            return;
        }

        Span<byte> digits = stackalloc byte[32];
        value.TryFormat(digits, out var written);
        output.Raw(digits[..written]);
    }
}
