namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>The offsets of strings, as the lengths between them.</summary>
internal static class LengthEncoding
{
    public static int[] Read(ref ByteReader source, int count)
    {
        var lengths = LongEncoding.Read(ref source, count);
        var offsets = new int[count + 1];
        for (var i = 0; i < count; i++)
        {
            offsets[i + 1] = lengths[i] >= 0 && offsets[i] + lengths[i] <= int.MaxValue
                ? (int)(offsets[i] + lengths[i])
                : throw new DamagedDataException("a string has an impossible length");
        }

        return offsets;
    }
}
