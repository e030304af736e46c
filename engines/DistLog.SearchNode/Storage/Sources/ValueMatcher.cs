using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Mapping;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>
/// Finds the form in which a document has a column's value. A form is taken only where writing the value in it gives the very bytes of
/// the document, so that whatever comes is either rebuilt exactly or kept as it is.
/// </summary>
internal sealed class ValueMatcher
{
    private const int MostPlaces = 9;

    private readonly ByteBuffer _scratch = new(1024);

    /// <summary>The digits of the last time that its column doesn't have.</summary>
    public long Fraction { get; private set; }

    /// <summary>The last time as a count of its last digit's units since 1970.</summary>
    public long Total { get; private set; }

    public ValueForm Match(ReadOnlySpan<byte> text, FieldKind kind, Column column, int value) => column switch
    {
        RawStringColumn strings => MatchString(text, kind, strings, value),
        LongColumn longs when kind == FieldKind.Boolean => Check(text, column, value, new ValueForm(FormKind.Boolean)),
        LongColumn longs when kind.IsDate() && text.Length > 10 && text[4] == (byte)'-' => MatchTime(text, kind, longs.Numbers[value]),
        LongColumn => Check(text, column, value, new ValueForm(FormKind.Whole)),
        DoubleColumn => MatchDouble(text, column, value),
        _ => default,
    };

    private ValueForm MatchString(ReadOnlySpan<byte> text, FieldKind kind, RawStringColumn column, int value)
    {
        if (kind == FieldKind.Flattened)
        {
            return Check(text, column, value, new ValueForm(FormKind.KeyedText)) is { Kind: not FormKind.Rest } keyed
                ? keyed
                : MatchEscaped(text, column, value, FormKind.KeyedEscaped);
        }

        if (kind == FieldKind.Ip)
        {
            return Check(text, column, value, new ValueForm(FormKind.Address));
        }

        return column[value].SequenceEqual(text) ? new ValueForm(FormKind.Text) : MatchEscaped(text, column, value, FormKind.Escaped);
    }

    private ValueForm MatchEscaped(ReadOnlySpan<byte> text, Column column, int value, FormKind kind)
    {
        if (!text.Contains((byte)'\\'))
        {
            return default;
        }

        for (var way = 0; way < JsonEscaping.Count; way++)
        {
            if (Check(text, column, value, new ValueForm(kind, way)) is { Kind: not FormKind.Rest } form)
            {
                return form;
            }
        }

        return default;
    }

    private ValueForm MatchTime(ReadOnlySpan<byte> text, FieldKind kind, long number)
    {
        if (!TimeText.TryRead(text, out var style, out var nanos))
        {
            return default;
        }

        if (kind == FieldKind.DateNanos)
        {
            return nanos == number ? new ValueForm(FormKind.Nanos, style.Pack()) : default;
        }

        var millis = Math.DivRem(nanos, 1_000_000, out var rest);
        if ((rest < 0 ? millis - 1 : millis) != number)
        {
            return default;
        }

        var unit = TimeText.UnitOf(style.Digits);
        (Fraction, Total) = ((rest < 0 ? rest + 1_000_000 : rest) / unit, nanos / unit);
        return new ValueForm(FormKind.Millis, style.Pack());
    }

    private ValueForm MatchDouble(ReadOnlySpan<byte> text, Column column, int value)
    {
        // Other writers have exponents of other forms.
        if (text.ContainsAny((byte)'e', (byte)'E'))
        {
            return default;
        }

        var places = text.IndexOf((byte)'.') is >= 0 and var point ? text.Length - point - 1 : 0;
        foreach (var form in (ReadOnlySpan<ValueForm>)[new(FormKind.Double), new(FormKind.Single), new(FormKind.Fixed, places)])
        {
            if (form.Parameter <= MostPlaces && Check(text, column, value, form).Kind != FormKind.Rest)
            {
                return form;
            }
        }

        return default;
    }

    private ValueForm Check(ReadOnlySpan<byte> text, Column column, int value, ValueForm form)
    {
        _scratch.Clear();
        ValueWriter.Write(_scratch, column, value, form);
        return _scratch.Span.SequenceEqual(text) ? form : default;
    }
}
