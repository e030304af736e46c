using System.Buffers;
using System.Buffers.Binary;

namespace DistLog.Collector.Forward;

/// <summary>Writes <c>{"ack": chunk}</c>.</summary>
internal static class ForwardAck
{
    // A map of one, and a string of three.
    private static ReadOnlySpan<byte> Head => [0x81, 0xa3, (byte)'a', (byte)'c', (byte)'k'];

    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> chunk)
    {
        output.Write(Head);
        WriteHead(output, chunk.Length);
        output.Write(chunk);
    }

    // A string's head in its shortest form.
    private static void WriteHead(IBufferWriter<byte> output, int length)
    {
        var head = output.GetSpan(3);
        if (length < 32)
        {
            head[0] = (byte)(0xa0 | length);
            output.Advance(1);
        }
        else if (length <= byte.MaxValue)
        {
            head[0] = 0xd9;
            head[1] = (byte)length;
            output.Advance(2);
        }
        else
        {
            head[0] = 0xda;
            BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)length);
            output.Advance(3);
        }
    }
}
