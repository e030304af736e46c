using System.Net.Sockets;
using System.Text;

namespace DistLog.Hosting.Control;

/// <summary>Answers requests on the control socket, one at a time.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    /// <summary>A client that sends nothing must not keep the next one waiting for long.</summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(2);

    private readonly string _path;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Func<string, Task<string>> _answer;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <param name="dataDirectory">Must be locked by this host: a socket left by a former one is removed.</param>
    /// <param name="answer">Gives the answer to a request line.</param>
    public ControlServer(string dataDirectory, Func<string, Task<string>> answer)
    {
        _path = ControlSocket.PathFor(dataDirectory);
        _answer = answer;
        File.Delete(_path);
        _listener.Bind(ControlSocket.EndPointFor(dataDirectory));
        if (!OperatingSystem.IsWindows())
        {
            // Before Listen, so that nobody can connect in between.
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        _listener.Listen(8);
        _serving = Task.Run(ServeAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _serving.ConfigureAwait(false);
        _listener.Dispose();
        File.Delete(_path);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using Socket client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                await ServeAsync(client).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        timeout.CancelAfter(RequestTimeout);
        try
        {
            string? request = await ReadLineAsync(client, timeout.Token).ConfigureAwait(false);
            string answer = request is null
                ? $"{ControlSocket.Error}\nA request is one line of at most {ControlSocket.LongestRequest} bytes."
                : await _answer(request).WaitAsync(_stop.Token).ConfigureAwait(false);
            await client.SendAsync(Encoding.UTF8.GetBytes(answer + "\n"), SocketFlags.None, _stop.Token).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            // The client has gone.
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // It sent nothing in time.
        }
    }

    private static async Task<string?> ReadLineAsync(Socket client, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[ControlSocket.LongestRequest];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await client.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancellationToken).ConfigureAwait(false);
            length += read;
            int end = buffer.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, end);
            }
            if (read == 0)
            {
                return null;
            }
        }
        return null;
    }
}
