using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DistLog.SearchNode.Documents;

/// <summary>IP addresses as Elasticsearch takes them: four decimal numbers, or IPv6 without a zone. .NET's parser takes more.</summary>
internal static class IpText
{
    /// <summary>Characters of the longest address: IPv6 with an IPv4 address at its end.</summary>
    private const int Longest = 45;

    public static bool TryParse(ReadOnlySpan<byte> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.IsEmpty || text.Length > Longest || text.IndexOfAny((byte)'%', (byte)'[', (byte)'/') >= 0)
        {
            return false;
        }

        if (!text.Contains((byte)':') && !IsDotted(text))
        {
            return false;
        }

        if (!IPAddress.TryParse(Encoding.UTF8.GetString(text), out var parsed))
        {
            return false;
        }

        address = parsed;
        return parsed.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    private static bool IsDotted(ReadOnlySpan<byte> text)
    {
        var parts = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            parts++;
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == (byte)'0') || part.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            {
                return false;
            }
        }

        return parts == 4;
    }
}
