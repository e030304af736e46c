using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace DistLog.Hosting.Control;

/// <summary>
/// The Unix domain socket by which people command a running host: one request line,
/// one answer, whose first line is <c>ok</c> or <c>error</c>.
/// </summary>
internal static class ControlSocket
{
    /// <summary>Bytes of a request: a command and a resource's name are far shorter.</summary>
    public const int LongestRequest = 256;

    public const string Ok = "ok";
    public const string Error = "error";

    /// <summary>Bytes that a socket's path may have on every system (macOS: 104 with the final zero).</summary>
    private const int LongestPath = 100;

    /// <summary>In the data directory; where that path is too long, in the temporary folder under a name made from it.</summary>
    public static UnixDomainSocketEndPoint EndPointFor(string dataDirectory) => new(PathFor(dataDirectory));

    public static string PathFor(string dataDirectory)
    {
        string path = Path.Combine(dataDirectory, "host.sock");
        if (Encoding.UTF8.GetByteCount(path) <= LongestPath)
        {
            return path;
        }
        string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 8));
        return Path.Combine(Path.GetTempPath(), $"distlog-{name}.sock");
    }
}
