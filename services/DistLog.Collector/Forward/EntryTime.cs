using System.Buffers.Binary;
using DistLog.Collector.MsgPack;

namespace DistLog.Collector.Forward;

/// <summary>Reads the time of a forward entry: EventTime (extension 0 of 8 bytes), integer or fractional seconds.</summary>
/// <remarks>https://github.com/fluent/fluentd/wiki/Forward-Protocol-Specification-v1#eventtime-ext-format</remarks>
internal static class EntryTime
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // The years 1677 to 2262: what 64 bits of nanoseconds hold.
    private const long MaxSeconds = long.MaxValue / NanosecondsPerSecond;

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
            MsgPackKind.Integer => FromSeconds((long)header.Value, out nanoseconds),
            MsgPackKind.Unsigned => header.Value <= (ulong)MaxSeconds && FromSeconds((long)header.Value, out nanoseconds),
            MsgPackKind.Single => FromFraction(BitConverter.UInt32BitsToSingle((uint)header.Value), out nanoseconds),
            MsgPackKind.Double => FromFraction(BitConverter.UInt64BitsToDouble(header.Value), out nanoseconds),
            MsgPackKind.Extension => FromEventTime(header, input[header.Size..consumed], out nanoseconds),
            _ => false,
        };
    }

    private static bool FromSeconds(long seconds, out long? nanoseconds)
    {
        nanoseconds = seconds is 0 or > MaxSeconds or < -MaxSeconds ? null : seconds * NanosecondsPerSecond;
        return seconds is <= MaxSeconds and >= -MaxSeconds;
    }

    private static bool FromFraction(double seconds, out long? nanoseconds)
    {
        var readable = double.IsFinite(seconds) && Math.Abs(seconds) < MaxSeconds;
        // A double holds today's seconds to a quarter of a microsecond: what is finer would be invented.
        nanoseconds = readable && seconds != 0 ? (long)Math.Round(seconds * 1_000_000) * 1_000 : null;
        return readable;
    }

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
