using System.Security.Cryptography;
using System.Text;

namespace DistLog.Contracts;

/// <summary>The identity under which an event is stored once, however often it is sent.</summary>
public static class EventIdentity
{
    // Elasticsearch refuses an _id of more than 512 bytes.
    private const int MaxIdBytes = 512;

    /// <summary>The document's <c>_id</c>.</summary>
    /// <remarks>
    /// A log_id is unique within its node. One that is unique by itself (a UUID, or one that starts with
    /// the node's own id) is used as it is; any other, such as a counter, is put behind its node_id, so that the
    /// first event of one node never hides the first of another.
    /// </remarks>
    public static string DocumentId(string nodeId, string logId) =>
        Encoding.UTF8.GetString(DocumentId(Encoding.UTF8.GetBytes(nodeId), Encoding.UTF8.GetBytes(logId)));

    /// <summary>The same over UTF-8, for hot paths.</summary>
    public static byte[] DocumentId(ReadOnlySpan<byte> nodeId, ReadOnlySpan<byte> logId)
    {
        byte[] id = IsGloballyUnique(nodeId, logId) ? logId.ToArray() : [.. nodeId, (byte)':', .. logId];
        return id.Length <= MaxIdBytes ? id : Encoding.ASCII.GetBytes(Derived(id));
    }

    /// <summary>An id derived from an event's bytes, so that a resend of the same event keeps it: 32 hexadecimal digits.</summary>
    public static string Derived(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    private static bool IsGloballyUnique(ReadOnlySpan<byte> nodeId, ReadOnlySpan<byte> logId) =>
        Guid.TryParse(logId, out _) || (logId.Length > nodeId.Length && logId.StartsWith(nodeId));
}
