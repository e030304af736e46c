using DistLog.Contracts;

namespace DistLog.Collector.Records;

/// <summary>The fields that say which node sent a record, the most telling first.</summary>
internal static class NodeKeyFields
{
    /// <summary>The rank of a record that has none of them.</summary>
    public const int None = 4;

    /// <summary>What the bus takes as a key; a longer id is cut, which only makes two such nodes share a partition.</summary>
    public const int MaxKeyBytes = 256;

    /// <summary>0 for node_id, 1 for host, 2 for hostname, 3 for container_id, else <see cref="None"/>.</summary>
    public static int Rank(ReadOnlySpan<byte> name) => name.Length switch
    {
        7 when name.SequenceEqual(NodeId) => 0,
        4 when name.SequenceEqual("host"u8) => 1,
        8 when name.SequenceEqual("hostname"u8) => 2,
        12 when name.SequenceEqual("container_id"u8) => 3,
        _ => None,
    };

    private static readonly byte[] NodeId = System.Text.Encoding.ASCII.GetBytes(Fields.NodeId);
}
