using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DistLog.Tests.Support;

/// <summary>Writes the few MessagePack forms that a test's sender needs, independently of the code under test.</summary>
internal static class MessagePackText
{
    public static void WriteArrayHeader(this IBufferWriter<byte> output, int count) => Write(output, (byte)(0x90 | count));

    public static void WriteMapHeader(this IBufferWriter<byte> output, int count) => Write(output, (byte)(0x80 | count));

    public static void WriteInteger(this IBufferWriter<byte> output, long value)
    {
        Span<byte> bytes = [0xd3, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], value);
        output.Write(bytes);
    }

    public static void WriteText(this IBufferWriter<byte> output, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        Span<byte> head = [0xda, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[1..], checked((ushort)utf8.Length));
        output.Write(head);
        output.Write(utf8);
    }

    public static void WriteBinary(this IBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        Span<byte> head = [0xc6, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head[1..], value.Length);
        output.Write(head);
        output.Write(value);
    }

    public static void WriteTextMap(this IBufferWriter<byte> output, params ReadOnlySpan<(string Key, string Value)> fields)
    {
        output.WriteMapHeader(fields.Length);
        foreach (var (key, value) in fields)
        {
            output.WriteText(key);
            output.WriteText(value);
        }
    }

    private static void Write(IBufferWriter<byte> output, byte value) => output.Write([value]);
}
