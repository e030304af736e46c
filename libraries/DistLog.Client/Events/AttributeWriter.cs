using System.Globalization;
using DistLog.Client.MessagePack;

namespace DistLog.Client.Events;

/// <summary>Writes the map <c>attributes</c>: numbers, booleans and text by their kind, anything else by its invariant text.</summary>
internal static class AttributeWriter
{
    // Attributes past this many bytes are counted, not written: one log must not fill a batch.
    private const int MaxEventBytes = 256 * 1024;

    /// <returns>How many pairs of the event it wrote: none or one.</returns>
    public static int Write(MessagePackWriter writer, string? eventName, IReadOnlyList<KeyValuePair<string, object?>> items, int maxText)
    {
        if (eventName is null && items.Count == 0)
        {
            return 0;
        }

        writer.WriteUtf8("attributes"u8);
        var map = writer.BeginMap();
        var written = WriteEventName(writer, eventName);
        var kept = WriteItems(writer, items, maxText);
        written += kept + WriteLeftOut(writer, items.Count - kept);
        writer.EndMap(map, written);
        return 1;
    }

    private static int WriteEventName(MessagePackWriter writer, string? eventName)
    {
        if (eventName is null)
        {
            return 0;
        }

        writer.WriteUtf8("event_name"u8);
        writer.Write(eventName);
        return 1;
    }

    private static int WriteItems(MessagePackWriter writer, IReadOnlyList<KeyValuePair<string, object?>> items, int maxText)
    {
        var kept = 0;
        while (kept < items.Count && writer.Length < MaxEventBytes)
        {
            writer.Write(LogEvents.Cut(items[kept].Key, maxText));
            WriteValue(writer, items[kept].Value, maxText);
            kept++;
        }

        return kept;
    }

    private static int WriteLeftOut(MessagePackWriter writer, int leftOut)
    {
        if (leftOut == 0)
        {
            return 0;
        }

        writer.WriteUtf8("attributes_left_out"u8);
        writer.Write((long)leftOut);
        return 1;
    }

    private static void WriteValue(MessagePackWriter writer, object? value, int maxText)
    {
        switch (value)
        {
            case null:
                writer.WriteNil();
                break;
            case string text:
                writer.Write(LogEvents.Cut(text, maxText));
                break;
            case bool flag:
                writer.Write(flag);
                break;
            case int or long or short or byte or sbyte or ushort or uint:
                writer.Write(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double or float when double.IsFinite(Convert.ToDouble(value, CultureInfo.InvariantCulture)):
                writer.Write(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            default:
                writer.Write(LogEvents.Cut(Text(value), maxText));
                break;
        }
    }

    private static string Text(object value) => value switch
    {
        DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        IEnumerable<object?> several => string.Join(", ", several.Take(100)),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };
}
