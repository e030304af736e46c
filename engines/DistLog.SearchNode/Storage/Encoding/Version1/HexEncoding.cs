using DistLog.SearchNode.Columns;

namespace DistLog.SearchNode.Storage.Encoding.Version1;

/// <summary>Ids in hexadecimal. Layout: characters of an id varint, the ids in binary.</summary>
internal static class HexEncoding
{
    public static HexColumn Read(ref ByteReader source, int rows, Bits? present, int[]? starts)
    {
        var format = new HexFormat(source.Count(HexFormat.Longest));
        var count = starts is not null ? starts[rows] : present?.Count() ?? rows;
        return new HexColumn
        {
            Rows = rows,
            Present = present,
            Starts = starts,
            Format = format.IsValid ? format : throw new DamagedDataException("ids have an impossible length"),
            Binary = source.Take(checked(count * format.Width)).ToArray(),
        };
    }
}
