using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DistLog.Contracts;

namespace DistLog.Router.Normalisation;

/// <summary>Reads the level of a log from whatever field and spelling it has.</summary>
internal static class LevelReader
{
    // The longest synonym has 13 letters; a level behind more blanks than this is no level.
    private const int MaxLength = 32;

    /// <summary>The first alias that names a level, which is then taken; INFO where none does.</summary>
    public static Severity Read(EventRecord record)
    {
        foreach (var field in Aliases.Level)
        {
            var index = record.Find(field);
            if (index >= 0 && TryRead(record.Kind(index), record.Text(index), out var severity))
            {
                record.Take(index);
                return severity;
            }
        }

        return Severity.Info;
    }

    /// <summary>The wire spelling, in quotes.</summary>
    public static ReadOnlySpan<byte> Token(Severity severity) => severity switch
    {
        Severity.Trace => "\"TRACE\""u8,
        Severity.Debug => "\"DEBUG\""u8,
        Severity.Info => "\"INFO\""u8,
        Severity.Warn => "\"WARN\""u8,
        Severity.Error => "\"ERROR\""u8,
        _ => "\"FATAL\""u8,
    };

    private static bool TryRead(JsonTokenType kind, ReadOnlySpan<byte> text, out Severity severity)
    {
        severity = default;
        return kind switch
        {
            JsonTokenType.String => TryName(text, out severity) || TryNumber(text, out severity),
            JsonTokenType.Number => TryNumber(text, out severity),
            _ => false,
        };
    }

    private static bool TryName(ReadOnlySpan<byte> text, out Severity severity)
    {
        if (text.SequenceEqual("INFO"u8))
        {
            // Nine of ten.
            severity = Severity.Info;
            return true;
        }

        severity = default;
        Span<char> characters = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(text, characters, out var count) && Severities.TryParse(characters[..count], out severity);
    }

    /// <summary>0 to 7 are syslog's and GELF's levels, falling; 10, 20, … 60 are Bunyan's and pino's, rising.</summary>
    private static bool TryNumber(ReadOnlySpan<byte> text, out Severity severity)
    {
        var isNumber = Utf8Parser.TryParse(text, out int number, out var read) && read == text.Length;
        Severity? found = isNumber ? Known(number) : null;
        severity = found.GetValueOrDefault();
        return found is not null;
    }

    private static Severity? Known(int number) => number switch
    {
        >= 0 and <= 2 => Severity.Fatal,
        3 => Severity.Error,
        4 => Severity.Warn,
        5 or 6 => Severity.Info,
        7 or 20 => Severity.Debug,
        10 => Severity.Trace,
        30 => Severity.Info,
        40 => Severity.Warn,
        50 => Severity.Error,
        60 => Severity.Fatal,
        _ => null,
    };
}
