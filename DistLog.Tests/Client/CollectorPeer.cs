using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DistLog.Tests.Client;

/// <summary>A collector that misbehaves as it is told: each chunk takes the next answer of the script, and the last one stays.</summary>
internal sealed class CollectorPeer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<PeerAnswer> _script;
    private readonly ConcurrentBag<Task> _serving = [];
    private readonly Task _accepting;
    private PeerAnswer _current;
    private int _connections;

    public CollectorPeer(params PeerAnswer[] script)
        : this(0, script)
    {
    }

    public CollectorPeer(int port, params PeerAnswer[] script)
    {
        _script = new ConcurrentQueue<PeerAnswer>(script);
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string ConnectionString => $"forward://127.0.0.1:{Port}";

    public int Connections => _connections;

    /// <summary>Every chunk received whole, acknowledged or not.</summary>
    public ConcurrentQueue<ReceivedChunk> Chunks { get; } = new();

    /// <summary>The events of the chunks that were acknowledged, in order.</summary>
    public IReadOnlyList<Dictionary<string, object?>> Acknowledged => [.. Chunks.Where(chunk => chunk.Acknowledged).SelectMany(chunk => chunk.Events)];

    public IReadOnlyList<Dictionary<string, object?>> Logs => [.. Acknowledged.Where(record => (string?)record["message_type"] == "LOG")];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                while (await ReceiveChunkAsync(socket) is { } chunk && await AnswerAsync(socket, chunk))
                {
                    // On to the next chunk of this connection.
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The client or the test closed it.
            }
        }
    }

    private async Task<ReceivedChunk?> ReceiveChunkAsync(Socket socket)
    {
        if (_script.TryPeek(out var next) && next == PeerAnswer.ResetInTheMiddle)
        {
            _script.TryDequeue(out _);
            await socket.ReceiveAsync(new byte[10], _stop.Token);
            socket.LingerState = new LingerOption(true, 0);
            return null;
        }

        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var count = await socket.ReceiveAsync(buffer, _stop.Token);
            if (count == 0)
            {
                return null;
            }

            received.Write(buffer, 0, count);
            if (ReceivedChunk.TryParse(received.ToArray()) is { } chunk)
            {
                Chunks.Enqueue(chunk);
                return chunk;
            }
        }
    }

    private async Task<bool> AnswerAsync(Socket socket, ReceivedChunk chunk)
    {
        _current = _script.TryDequeue(out var next) ? next : _current is PeerAnswer.Silence ? PeerAnswer.Silence : PeerAnswer.Acknowledge;
        switch (_current)
        {
            case PeerAnswer.Silence:
                await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                return false;
            case PeerAnswer.WrongId:
                await socket.SendAsync(Ack("another"), _stop.Token);
                return true;
            case PeerAnswer.Handshake:
                await socket.SendAsync(new byte[] { 0x92, 0xa4, (byte)'H', (byte)'E', (byte)'L', (byte)'O', 0x80 }, _stop.Token);
                return true;
            case PeerAnswer.Close:
                return false;
            case PeerAnswer.HalfClose:
                socket.Shutdown(SocketShutdown.Send);
                return true;
            case PeerAnswer.ByteByByte:
                return await AcknowledgeSlowlyAsync(socket, chunk);
            default:
                chunk.Acknowledged = true;
                await socket.SendAsync(Ack(chunk.Id), _stop.Token);
                return true;
        }
    }

    private async Task<bool> AcknowledgeSlowlyAsync(Socket socket, ReceivedChunk chunk)
    {
        chunk.Acknowledged = true;
        socket.NoDelay = true;
        foreach (var single in Ack(chunk.Id))
        {
            await socket.SendAsync(new[] { single }, _stop.Token);
            await Task.Yield();
        }

        return true;
    }

    private static byte[] Ack(string id) => [0x81, 0xa3, .. "ack"u8, 0xd9, (byte)id.Length, .. Encoding.UTF8.GetBytes(id)];
}
