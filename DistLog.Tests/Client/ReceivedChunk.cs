using System.IO.Compression;

namespace DistLog.Tests.Client;

/// <summary>A packed-forward message, taken apart.</summary>
internal sealed class ReceivedChunk
{
    public required string Tag { get; init; }

    public required string Id { get; init; }

    public required bool Compressed { get; init; }

    public required IReadOnlyList<Dictionary<string, object?>> Events { get; init; }

    public bool Acknowledged { get; set; }

    public IEnumerable<string?> LogIds => Events.Select(record => record.GetValueOrDefault("log_id") as string);

    /// <summary>Null while the message is not whole.</summary>
    public static ReceivedChunk? TryParse(byte[] bytes)
    {
        try
        {
            var message = (object?[])new MessagePackReader(bytes).Read()!;
            var options = (Dictionary<string, object?>)message[2]!;
            var compressed = (string?)options.GetValueOrDefault("compressed") == "gzip";
            var events = ReadEvents(compressed ? Decompress((byte[])message[1]!) : (byte[])message[1]!);
            Assert.Equal((long)events.Count, options["size"]);
            return new ReceivedChunk { Tag = (string)message[0]!, Id = (string)options["chunk"]!, Compressed = compressed, Events = events };
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static List<Dictionary<string, object?>> ReadEvents(byte[] entries)
    {
        var events = new List<Dictionary<string, object?>>();
        var reader = new MessagePackReader(entries);
        while (!reader.IsAtEnd)
        {
            var entry = (object?[])reader.Read()!;
            Assert.IsType<DateTimeOffset>(entry[0]);
            events.Add((Dictionary<string, object?>)entry[1]!);
        }

        return events;
    }

    private static byte[] Decompress(byte[] gzip)
    {
        var plain = new MemoryStream();
        using var stream = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
