using System.Net.Sockets;
using System.Text;

namespace DistLog.Hosting.Control;

/// <summary>Sends one request to the host that runs on a data directory.</summary>
internal static class ControlClient
{
    /// <summary>Bytes; a list of all resources takes a few thousand.</summary>
    private const int LongestAnswer = 1024 * 1024;

    /// <summary>A restart may take a stop's 5 s grace for each of several replicas at once, and some more.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <returns>Whether it succeeded, and the text to show.</returns>
    public static async Task<(bool Success, string Text)> SendAsync(string dataDirectory, string request)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(ControlSocket.EndPointFor(dataDirectory), timeout.Token).ConfigureAwait(false);
            await socket.SendAsync(Encoding.UTF8.GetBytes(request + "\n"), SocketFlags.None, timeout.Token).ConfigureAwait(false);
            string answer = await ReadToEndAsync(socket, timeout.Token).ConfigureAwait(false);
            string[] parts = answer.Split('\n', 2);
            return (parts[0] == ControlSocket.Ok, parts.Length > 1 ? parts[1].TrimEnd() : "");
        }
        catch (SocketException)
        {
            return (false, $"No host runs on {dataDirectory}. Start it with: dotnet run --project DistLog.AppHost");
        }
        catch (OperationCanceledException)
        {
            return (false, $"The host on {dataDirectory} did not answer within {Timeout.TotalSeconds} s.");
        }
    }

    private static async Task<string> ReadToEndAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        byte[] buffer = new byte[4096];
        int read;
        while (answer.Length < LongestAnswer
            && (read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)) > 0)
        {
            answer.Write(buffer, 0, read);
        }
        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
