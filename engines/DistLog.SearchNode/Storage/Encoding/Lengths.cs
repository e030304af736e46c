namespace DistLog.SearchNode.Storage.Encoding;

/// <summary>Offsets that ascend, as the lengths between them.</summary>
internal static class Lengths
{
    public static void Write(ByteBuffer target, ReadOnlySpan<int> offsets)
    {
        var lengths = new long[offsets.Length - 1];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = offsets[i + 1] - offsets[i];
        }

        PackedLongs.Write(target, lengths);
    }

    /// <summary>The offsets of so many things, and one more where the last ends.</summary>
    public static int[] Read(ref ByteReader source, int count)
    {
        var lengths = PackedLongs.Read(ref source, count);
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            offsets[i + 1] = lengths[i] >= 0 && lengths[i] <= int.MaxValue - offsets[i]
                ? (int)(offsets[i] + lengths[i])
                : throw new DamagedDataException("a length is impossible");
        }

        return offsets;
    }
}
