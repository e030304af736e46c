using DistLog.Client.MessagePack;
using DistLog.Client.Node;

namespace DistLog.Client.Events;

/// <summary>Writes a node's life: registration, heartbeats, goodbye.</summary>
internal static class LifeEvents
{
    public static void WriteRegistration(MessagePackWriter writer, NodeIdentity node, DateTimeOffset now, IList<string> dependencies)
    {
        var map = EventHeader.Begin(writer, node, now, "REGISTRATION"u8);
        WriteStatus(writer);
        writer.WriteUtf8("dependencies"u8);
        writer.WriteArrayHeader(dependencies.Count);
        foreach (var dependency in dependencies)
        {
            writer.Write(dependency);
        }

        writer.EndMap(map, EventHeader.Fields + 2);
    }

    public static void WriteHeartbeat(MessagePackWriter writer, NodeIdentity node, DateTimeOffset now)
    {
        var map = EventHeader.Begin(writer, node, now, "HEARTBEAT"u8);
        WriteStatus(writer);
        writer.EndMap(map, EventHeader.Fields + 1);
    }

    public static void WriteGoodbye(MessagePackWriter writer, NodeIdentity node, DateTimeOffset now)
    {
        var map = EventHeader.Begin(writer, node, now, "CLOSE_LOG"u8);
        writer.EndMap(map, EventHeader.Fields);
    }

    private static void WriteStatus(MessagePackWriter writer)
    {
        writer.WriteUtf8("status"u8);
        writer.WriteUtf8("UP"u8);
    }
}
