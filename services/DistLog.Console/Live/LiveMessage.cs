using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DistLog.Console.Live;

/// <summary>One server-sent event, encoded once for all browsers.</summary>
/// <param name="Topic">Who wants it.</param>
/// <param name="Frame">The bytes: <c>event: NAME\ndata: JSON\n\n</c>.</param>
internal sealed record LiveMessage(LiveTopics Topic, ReadOnlyMemory<byte> Frame)
{
    /// <summary>Encodes a message. JSON escapes every line break, so no content can end the frame or begin another one.</summary>
    public static LiveMessage Create<T>(LiveTopics topic, string name, T data, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(data, type);
        return new LiveMessage(topic, (byte[])[.. "event: "u8, .. System.Text.Encoding.ASCII.GetBytes(name), .. "\ndata: "u8, .. json, .. "\n\n"u8]);
    }
}
