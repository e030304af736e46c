using System.Text;
using System.Text.Json;

namespace DistLog.Router.Normalisation;

/// <summary>Reads an event's message type, in any case, with a blank or hyphen for the underscore.</summary>
internal static class MessageKindReader
{
    private const int MaxLength = 16;

    /// <summary>The record's kind; one without a type that is known is a log, and its type stays among the attributes.</summary>
    public static MessageKind Read(EventRecord record)
    {
        var index = record.Find(Field.MessageType);
        if (index < 0 || record.Kind(index) != JsonTokenType.String || Known(record.Text(index)) is not { } kind)
        {
            return MessageKind.Log;
        }

        record.Take(index);
        return kind;
    }

    /// <summary>The wire spelling, in quotes.</summary>
    public static ReadOnlySpan<byte> Token(MessageKind kind) => kind switch
    {
        MessageKind.Registration => "\"REGISTRATION\""u8,
        MessageKind.Heartbeat => "\"HEARTBEAT\""u8,
        MessageKind.CloseLog => "\"CLOSE_LOG\""u8,
        _ => "\"LOG\""u8,
    };

    private static MessageKind? Known(ReadOnlySpan<byte> text)
    {
        if (text.SequenceEqual("LOG"u8))
        {
            return MessageKind.Log;
        }

        text = text.Trim((byte)' ');
        if (text.Length > MaxLength)
        {
            return null;
        }

        Span<byte> upper = stackalloc byte[MaxLength];
        Ascii.ToUpper(text, upper, out var length);
        upper = upper[..length];
        upper.Replace((byte)' ', (byte)'_');
        upper.Replace((byte)'-', (byte)'_');
        return upper.SequenceEqual("LOG"u8) ? MessageKind.Log
            : upper.SequenceEqual("HEARTBEAT"u8) ? MessageKind.Heartbeat
            : upper.SequenceEqual("REGISTRATION"u8) ? MessageKind.Registration
            : upper.SequenceEqual("CLOSE_LOG"u8) ? MessageKind.CloseLog
            : null;
    }
}
