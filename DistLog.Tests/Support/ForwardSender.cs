using System.Buffers;
using System.Net.Sockets;

namespace DistLog.Tests.Support;

/// <summary>
/// A sender of Fluentd's forward protocol (packed forward with acknowledgement) that resends what was not
/// acknowledged, over a new connection where the old one broke: what an at-least-once client does.
/// </summary>
internal sealed class ForwardSender(string host, int port) : IAsyncDisposable
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    private TcpClient? _connection;

    /// <summary>How often a chunk had to be sent again.</summary>
    public int Resends { get; private set; }

    /// <summary>Sends one chunk until it is acknowledged.</summary>
    /// <param name="tag">The Fluentd tag.</param>
    /// <param name="entries">The packed entries: <c>[time, record]</c> one behind the other.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task SendAsync(string tag, ReadOnlyMemory<byte> entries, CancellationToken cancellationToken)
    {
        var chunk = Guid.NewGuid().ToString("N");
        var message = Message(tag, entries.Span, chunk);
        while (!await TrySendAsync(message, chunk, cancellationToken))
        {
            Resends++;
            await Task.Delay(RetryDelay, cancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Appends one entry: the time and a record of text fields.</summary>
    public static void WriteEntry(IBufferWriter<byte> output, DateTimeOffset time, params ReadOnlySpan<(string Key, string Value)> fields)
    {
        output.WriteArrayHeader(2);
        output.WriteInteger(time.ToUnixTimeSeconds());
        output.WriteTextMap(fields);
    }

    private static ReadOnlyMemory<byte> Message(string tag, ReadOnlySpan<byte> entries, string chunk)
    {
        var message = new ArrayBufferWriter<byte>(entries.Length + 256);
        message.WriteArrayHeader(3);
        message.WriteText(tag);
        message.WriteBinary(entries);
        message.WriteTextMap(("chunk", chunk));
        return message.WrittenMemory;
    }

    private async Task<bool> TrySendAsync(ReadOnlyMemory<byte> message, string chunk, CancellationToken cancellationToken)
    {
        try
        {
            _connection ??= await ConnectAsync(cancellationToken);
            var stream = _connection.GetStream();
            await stream.WriteAsync(message, cancellationToken);
            await ReadAckAsync(stream, chunk, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException or TimeoutException)
        {
            _connection?.Dispose();
            _connection = null;
            return false;
        }
    }

    private async Task<TcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        try
        {
            await client.ConnectAsync(host, port, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private static async Task ReadAckAsync(NetworkStream stream, string chunk, CancellationToken cancellationToken)
    {
        // {"ack": chunk}: fixmap 1, fixstr 3 "ack", then a str of 32 bytes in its str 8 form.
        var expected = 1 + 4 + 2 + chunk.Length;
        var answer = new byte[expected];
        await stream.ReadExactlyAsync(answer, cancellationToken).AsTask().WaitAsync(AckTimeout, cancellationToken);
        if (!answer.AsSpan().EndsWith(System.Text.Encoding.ASCII.GetBytes(chunk)))
        {
            throw new IOException($"The acknowledgement is not for this chunk: {Convert.ToHexString(answer)}");
        }
    }
}
