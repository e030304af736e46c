using System.Buffers;
using System.Text;
using DistLog.Tests.Support;

namespace DistLog.Tests.Collector;

/// <summary>Forward messages and MessagePack values for tests, written independently of the code under test.</summary>
internal static class Pack
{
    /// <summary>2023-11-14T22:13:20Z.</summary>
    public const long Seconds = 1_700_000_000;

    public static byte[] Bytes(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Record(params (string Key, string Value)[] fields) => Bytes(output => output.WriteTextMap(fields));

    public static byte[] Entry(byte[] record, byte[]? time = null) => Bytes(output =>
    {
        output.WriteArrayHeader(2);
        if (time is null)
        {
            output.WriteInteger(Seconds);
        }
        else
        {
            output.Write(time);
        }
        output.Write(record);
    });

    public static byte[] Entries(int count) => [.. Enumerable.Range(0, count).SelectMany(i => Entry(Record(("node_id", "n1"), ("i", $"{i}"))))];

    public static byte[] Message(byte[] record, string? chunk = null, string tag = "app.log") => Bytes(output =>
    {
        output.WriteArrayHeader(chunk is null ? 3 : 4);
        output.WriteText(tag);
        output.WriteInteger(Seconds);
        output.Write(record);
        Option(output, chunk, null);
    });

    public static byte[] Forward(byte[][] entries, string? chunk = null, string tag = "app.log") => Bytes(output =>
    {
        output.WriteArrayHeader(chunk is null ? 2 : 3);
        output.WriteText(tag);
        output.WriteArrayHeader(entries.Length);
        foreach (var entry in entries)
        {
            output.Write(entry);
        }
        Option(output, chunk, null);
    });

    public static byte[] Packed(byte[] entries, string? chunk = null, string? compressed = null, string tag = "app.log") => Bytes(output =>
    {
        output.WriteArrayHeader(chunk is null && compressed is null ? 2 : 3);
        output.WriteText(tag);
        output.WriteBinary(entries);
        Option(output, chunk, compressed);
    });

    public static byte[] Gzip(byte[] bytes)
    {
        var output = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(output, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return output.ToArray();
    }

    /// <summary>What acknowledges a chunk of less than 32 bytes.</summary>
    public static byte[] Ack(string chunk) => [0x81, 0xa3, .. "ack"u8, (byte)(0xa0 | chunk.Length), .. Encoding.ASCII.GetBytes(chunk)];

    private static void Option(ArrayBufferWriter<byte> output, string? chunk, string? compressed)
    {
        (string, string)[] fields = (chunk, compressed) switch
        {
            (null, null) => [],
            ({ } c, null) => [("chunk", c)],
            (null, { } z) => [("compressed", z)],
            ({ } c, { } z) => [("compressed", z), ("chunk", c)],
        };
        if (fields.Length > 0)
        {
            output.WriteTextMap(fields);
        }
    }
}
