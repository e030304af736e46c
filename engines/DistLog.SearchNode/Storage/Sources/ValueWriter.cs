using System.Buffers;
using System.Buffers.Text;
using System.Net;
using DistLog.SearchNode.Columns;
using DistLog.SearchNode.Storage.Encoding;

namespace DistLog.SearchNode.Storage.Sources;

/// <summary>Writes a column's value in the form in which it stood in its document.</summary>
internal static class ValueWriter
{
    /// <summary>Characters of the longest number: a double of 308 digits with all its places.</summary>
    private const int LongestNumber = 400;

    public static void Write(ByteBuffer target, Column column, int value, ValueForm form, long fraction = 0)
    {
        switch (column)
        {
            case StringColumn strings:
                WriteString(target, strings, value, form);
                break;
            case LongColumn longs:
                WriteLong(target, longs.Numbers[value], form, fraction);
                break;
            case DoubleColumn doubles:
                WriteDouble(target, doubles.Numbers[value], form);
                break;
        }
    }

    private static void WriteString(ByteBuffer target, StringColumn column, int value, ValueForm form)
    {
        switch (form.Kind)
        {
            case FormKind.Text:
                column.CopyTo(target, value);
                break;
            case FormKind.Escaped:
                JsonEscaping.Write(target, column[value], form.Parameter);
                break;
            case FormKind.KeyedText:
                target.Bytes(BehindKey(column[value]));
                break;
            case FormKind.KeyedEscaped:
                JsonEscaping.Write(target, BehindKey(column[value]), form.Parameter);
                break;
            case FormKind.Address when column[value].Length == 16:
                target.Bytes(System.Text.Encoding.ASCII.GetBytes(TextOf(new IPAddress(column[value]))));
                break;
            default:
                throw Unfit(form);
        }
    }

    private static void WriteLong(ByteBuffer target, long number, ValueForm form, long fraction)
    {
        switch (form.Kind)
        {
            case FormKind.Whole:
                Utf8Formatter.TryFormat(number, target.Take(20), out var length);
                target.Return(20 - length);
                break;
            case FormKind.Boolean:
                target.Bytes(number == 0 ? "false"u8 : "true"u8);
                break;
            case FormKind.Millis:
                var style = TimeStyle.Unpack(form.Parameter);
                WriteTime(target, style, (number * 1_000_000) + (style.Digits > 3 ? fraction * TimeText.UnitOf(style.Digits) : 0));
                break;
            case FormKind.Nanos:
                WriteTime(target, TimeStyle.Unpack(form.Parameter), number);
                break;
            default:
                throw Unfit(form);
        }
    }

    private static void WriteTime(ByteBuffer target, in TimeStyle style, long nanos)
    {
        var length = TimeText.Write(target.Take(TimeText.Longest), style, nanos);
        target.Return(TimeText.Longest - length);
    }

    private static void WriteDouble(ByteBuffer target, double number, ValueForm form)
    {
        var room = target.Take(LongestNumber);
        var length = 0;
        var done = form.Kind switch
        {
            FormKind.Double => Utf8Formatter.TryFormat(number, room, out length),
            FormKind.Single => Utf8Formatter.TryFormat((float)number, room, out length),
            FormKind.Fixed => Utf8Formatter.TryFormat(number, room, out length, new StandardFormat('F', (byte)form.Parameter)),
            _ => throw Unfit(form),
        };
        target.Return(LongestNumber - length);
        if (!done)
        {
            throw Unfit(form);
        }
    }

    private static ReadOnlySpan<byte> BehindKey(ReadOnlySpan<byte> pair) => pair[(pair.IndexOf(FlattenedKeyColumn.Separator) + 1)..];

    private static string TextOf(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static DamagedDataException Unfit(ValueForm form) => new($"a value can't be told in the form {form.Kind}");
}
