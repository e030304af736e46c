using System.Buffers.Binary;
using DistLog.Collector.MsgPack;

namespace DistLog.Collector.Forward;

/// <summary>Reads the time of a forward entry: EventTime (extension 0 of 8 bytes), integer or fractional seconds.</summary>
/// <remarks>
/// https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1#eventtime-ext-format. Some senders (npm's
/// fluent-logger with <c>milliseconds</c>) send milliseconds in the place of seconds: a number tells its unit by its size.
/// </remarks>
internal static class EntryTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads the time at the start of the input.</summary>
    /// <param name="input">Bytes of one whole element, and more.</param>
    /// <param name="consumed">How many bytes it takes.</param>
    /// <param name="nanoseconds">Since 1970; null where the sender gave none (nil or zero, as Fluentd has it).</param>
    /// <returns>False where it is no time.</returns>
    public static bool TryRead(ReadOnlySpan<byte> input, out int consumed, out long? nanoseconds)
    {
        nanoseconds = null;
        consumed = 0;
        if (!MsgPackHeader.TryRead(input, out var header) || header.PayloadLength > (uint)(input.Length - header.Size))
        {
            return false;
        }
        consumed = header.Size + (int)header.PayloadLength;
        return header.Kind switch
        {
            MsgPackKind.Nil => true,
            MsgPackKind.Integer => FromInteger((long)header.Value, out nanoseconds),
            MsgPackKind.Unsigned => FromInteger((long)Math.Min(header.Value, long.MaxValue), out nanoseconds),
            MsgPackKind.Single => FromFraction(BitConverter.UInt32BitsToSingle((uint)header.Value), out nanoseconds),
            MsgPackKind.Double => FromFraction(BitConverter.UInt64BitsToDouble(header.Value), out nanoseconds),
            MsgPackKind.Extension => FromEventTime(header, input[header.Size..consumed], out nanoseconds),
            _ => false,
        };
    }

    private static bool FromInteger(long value, out long? nanoseconds)
    {
        nanoseconds = value == 0 ? null : value * Unit(value);
        return true;
    }

    private static bool FromFraction(double value, out long? nanoseconds)
    {
        // A double holds today's seconds to a quarter of a microsecond: what is finer would be invented.
        var microseconds = Math.Round(value * Unit(value) / 1_000);
        nanoseconds = value != 0 && Math.Abs(microseconds) < long.MaxValue / 1_000 ? (long)microseconds * 1_000 : null;
        return true;
    }

    // 9e9 seconds are the year 2255, near the last that 64 bits of nanoseconds hold; 9e9 milliseconds are April 1970.
    private static long Unit(double value) => Math.Abs(value) switch
    {
        < 9e9 => NanosecondsPerSecond,
        < 9e12 => 1_000_000,
        < 9e15 => 1_000,
        _ => 1,
    };

    // Seconds and nanoseconds, 32 bits each, big-endian.
    private static bool FromEventTime(in MsgPackHeader header, ReadOnlySpan<byte> payload, out long? nanoseconds)
    {
        nanoseconds = null;
        if (header.ExtensionType != 0 || payload.Length != 8)
        {
            return false;
        }
        var seconds = BinaryPrimitives.ReadUInt32BigEndian(payload);
        nanoseconds = seconds == 0 ? null : seconds * NanosecondsPerSecond + BinaryPrimitives.ReadUInt32BigEndian(payload[4..]);
        return true;
    }
}
