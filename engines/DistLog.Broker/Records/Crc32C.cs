using System.Buffers.Binary;
using System.Numerics;

namespace DistLog.Broker.Records;

/// <summary>CRC-32C (Castagnoli) by the processor's instruction, which BitOperations uses where there is one.</summary>
internal static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> data) => ~Update(~0u, data);

    /// <summary>One step over a part of the data; start with all ones, invert the last result.</summary>
    public static uint Update(uint state, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 8; data = data[8..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(data));
        }

        foreach (var b in data)
        {
            state = BitOperations.Crc32C(state, b);
        }

        return state;
    }
}
