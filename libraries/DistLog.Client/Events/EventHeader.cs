using System.Buffers.Text;
using DistLog.Client.MessagePack;
using DistLog.Client.Node;

namespace DistLog.Client.Events;

/// <summary>Opens a forward entry, <c>[EventTime, {…}]</c>, with the fields that every event has.</summary>
internal static class EventHeader
{
    /// <summary>
    /// Where the eight bytes of <c>seq</c> stand, which the queue fills in: array header 1, EventTime 10, map header 3, key 4,
    /// uint 64 header 1.
    /// </summary>
    public const int SequenceOffset = 19;

    /// <summary>Pairs that <see cref="Begin"/> writes.</summary>
    public const int Fields = 5;

    // 2026-11-20T08:14:49.1234567Z
    private const int TimestampBytes = 28;

    /// <returns>Where the map's count stands, for <see cref="MessagePackWriter.EndMap"/>.</returns>
    public static int Begin(MessagePackWriter writer, NodeIdentity node, DateTimeOffset now, ReadOnlySpan<byte> messageType)
    {
        writer.Clear();
        writer.WriteArrayHeader(2);
        writer.WriteEventTime(now);
        var map = writer.BeginMap();
        writer.WriteUtf8("seq"u8);
        writer.WriteFixedUInt64(0);
        writer.WriteUtf8("message_type"u8);
        writer.WriteUtf8(messageType);
        writer.WriteUtf8("node_id"u8);
        writer.Write(node.NodeId);
        writer.WriteUtf8("service_name"u8);
        writer.Write(node.ServiceName);
        writer.WriteUtf8("timestamp"u8);
        Utf8Formatter.TryFormat(now.UtcDateTime, writer.WriteStringInPlace(TimestampBytes), out _, 'O');
        return map;
    }
}
