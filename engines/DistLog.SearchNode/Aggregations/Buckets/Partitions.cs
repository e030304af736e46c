using System.Buffers.Binary;
using System.Numerics;

namespace DistLog.SearchNode.Aggregations.Buckets;

/// <summary>
/// Splits terms into parts of about the same size. The hashes are Elasticsearch's, so that a client gets the same terms in the same part:
/// MurmurHash3 (Appleby, x86, 32 bits) of strings with its seed 31, and the mixing function of HPPC for numbers.
/// </summary>
internal static class Partitions
{
    private const uint Seed = 31;

    public static int Of(ReadOnlySpan<byte> term, int partitions) => (int)FloorMod((int)Murmur3(term), partitions);

    public static int Of(long term, int partitions)
    {
        var mixed = (ulong)term;
        mixed = (mixed ^ (mixed >> 32)) * 0x4cd6944c5cc20b6dUL;
        mixed = (mixed ^ (mixed >> 29)) * 0xfc12c5b19d3259e9UL;
        return (int)FloorMod((long)(mixed ^ (mixed >> 32)), partitions);
    }

    private static long FloorMod(long dividend, long divisor) => ((dividend % divisor) + divisor) % divisor;

    private static uint Murmur3(ReadOnlySpan<byte> data)
    {
        var hash = Seed;
        var rest = data;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash ^= Scrambled(BinaryPrimitives.ReadUInt32LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 13) * 5) + 0xe6546b64;
        }

        if (rest.Length > 0)
        {
            var tail = 0u;
            for (var i = rest.Length - 1; i >= 0; i--)
            {
                tail = (tail << 8) | rest[i];
            }

            hash ^= Scrambled(tail);
        }

        hash ^= (uint)data.Length;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    private static uint Scrambled(uint word) => BitOperations.RotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593;
}
