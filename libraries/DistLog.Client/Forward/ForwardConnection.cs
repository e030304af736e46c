using System.Net.Sockets;

namespace DistLog.Client.Forward;

/// <summary>One TCP connection to the collector: a chunk out, its acknowledgement in.</summary>
internal sealed class ForwardConnection : IDisposable
{
    // An acknowledgement is about 30 bytes; a peer that answers more than this speaks something else.
    private const int MaxAnswerBytes = 1024;

    private readonly Socket _socket;
    private readonly byte[] _answer = new byte[MaxAnswerBytes];
    private int _answered;

    private ForwardConnection(Socket socket) => _socket = socket;

    public static async Task<ForwardConnection> ConnectAsync(ForwardEndpoint endpoint, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellation);
            return new ForwardConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a chunk and waits until the collector has acknowledged it.</summary>
    /// <exception cref="ForwardProtocolException">The answer is none of the forward protocol, or acknowledges another chunk.</exception>
    /// <exception cref="IOException">The peer closed the connection before it acknowledged.</exception>
    public async Task DeliverAsync(Chunk chunk, CancellationToken cancellation)
    {
        await SendAsync(chunk.Bytes, cancellation);
        var acknowledged = await ReadAcknowledgementAsync(cancellation);
        if (acknowledged != chunk.Id)
        {
            throw new ForwardProtocolException($"The collector acknowledged chunk '{acknowledged}' where '{chunk.Id}' was sent.");
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
        }
    }

    private async Task<string> ReadAcknowledgementAsync(CancellationToken cancellation)
    {
        while (true)
        {
            switch (AckFramer.TryRead(_answer.AsSpan(0, _answered), out var consumed, out var chunkId))
            {
                case AckStatus.Done:
                    _answer.AsSpan(consumed, _answered - consumed).CopyTo(_answer);
                    _answered -= consumed;
                    return chunkId;
                case AckStatus.Malformed:
                    throw new ForwardProtocolException(Describe(_answer[0]));
                default:
                    await ReceiveAsync(cancellation);
                    break;
            }
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellation)
    {
        if (_answered == MaxAnswerBytes)
        {
            throw new ForwardProtocolException($"The answer has no end within {MaxAnswerBytes} bytes.");
        }

        var received = await _socket.ReceiveAsync(_answer.AsMemory(_answered), cancellation);
        _answered += received > 0 ? received : throw new IOException("The collector closed the connection before it acknowledged the chunk.");
    }

    // A peer that wants a shared key greets with the array ["HELO", {...}].
    private static string Describe(byte first) => first is >= 0x90 and <= 0x9f
        ? "The collector wants a handshake with a shared key, which this client does not do."
        : $"The answer is no acknowledgement (its first byte is 0x{first:x2}).";
}
