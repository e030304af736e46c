using System.Security.Cryptography;

namespace DistLog.SearchNode.Cluster;

/// <summary>Random names as Elasticsearch makes them.</summary>
internal static class Ids
{
    /// <summary>For indices and nodes: 22 characters.</summary>
    public static string NewUuid() => Encode(16);

    /// <summary>For documents without an id: 20 characters.</summary>
    public static string NewDocumentId() => Encode(15);

    private static string Encode(int bytes) =>
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
