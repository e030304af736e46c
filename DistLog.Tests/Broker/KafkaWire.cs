using System.Buffers.Binary;
using System.Net.Sockets;
using DistLog.Broker.Protocol;

namespace DistLog.Tests.Broker;

/// <summary>A client without any cleverness: one request, one response, every byte in the test's hands.</summary>
internal sealed class KafkaWire(TcpClient client) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private int _correlation;

    public NetworkStream Stream => client.GetStream();

    public static async Task<KafkaWire> ConnectAsync(int port)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync("127.0.0.1", port);
        return new KafkaWire(client);
    }

    /// <summary>Sends a request and returns a reader at the start of the response's body.</summary>
    public async Task<RequestReader> CallAsync(ApiKey api, short version, bool flexible, Action<ResponseWriter> write)
    {
        await SendAsync(api, version, flexible, write);
        var reader = new RequestReader(await ReceiveAsync());
        Assert.Equal(_correlation, reader.ReadInt32());
        reader.Flexible = flexible;
        if (flexible && api != ApiKey.ApiVersions)
        {
            reader.SkipTags();
        }

        return reader;
    }

    public async Task SendAsync(ApiKey api, short version, bool flexible, Action<ResponseWriter> write)
    {
        using var writer = new ResponseWriter();
        writer.WriteInt32(0);
        writer.WriteInt16((short)api);
        writer.WriteInt16(version);
        writer.WriteInt32(++_correlation);
        writer.WriteString("wire");
        writer.Flexible = flexible;
        writer.WriteNoTags();
        write(writer);
        writer.CompleteFrame();
        await Stream.WriteAsync(writer.Written.ToArray());
    }

    public async Task<byte[]> ReceiveAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var size = new byte[4];
        await Stream.ReadExactlyAsync(size, deadline.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        await Stream.ReadExactlyAsync(frame, deadline.Token);
        return frame;
    }

    /// <summary>Whether the broker closes the connection, whatever it may send before.</summary>
    public async Task<bool> IsClosedByPeerAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var buffer = new byte[1000];
            while (await Stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async Task<ErrorCode> CreateTopicAsync(string name, int partitions, params (string Name, string Value)[] settings)
    {
        var response = await CallAsync(ApiKey.CreateTopics, 4, flexible: false, w =>
        {
            w.WriteArray([name], (t, topic) =>
            {
                t.WriteString(topic);
                t.WriteInt32(partitions);
                t.WriteInt16(1);
                t.WriteArrayLength(0);
                t.WriteArray(settings, static (s, setting) =>
                {
                    s.WriteString(setting.Name);
                    s.WriteString(setting.Value);
                });
            });
            w.WriteInt32(1000);
            w.WriteBool(false);
        });
        response.ReadInt32();
        return response.ReadArray(r => (r.ReadString(), (ErrorCode)r.ReadInt16(), r.ReadNullableString()))[0].Item2;
    }

    public async Task<(ErrorCode Error, long Offset)> ProduceAsync(string topic, byte[] batch, short acks = -1)
    {
        await SendProduceAsync(topic, batch, acks);
        return acks == 0 ? (ErrorCode.None, -1) : ReadProduced(await ReceiveAsync());
    }

    public Task SendProduceAsync(string topic, byte[] batch, short acks = -1) => SendAsync(ApiKey.Produce, 7, flexible: false, w =>
    {
        w.WriteString(null);
        w.WriteInt16(acks);
        w.WriteInt32(1000);
        w.WriteArray([topic], (t, name) =>
        {
            t.WriteString(name);
            t.WriteArrayLength(1);
            t.WriteInt32(0);
            t.WriteBytes(batch);
        });
    });

    public static (ErrorCode Error, long Offset) ReadProduced(byte[] frame)
    {
        var reader = new RequestReader(frame);
        reader.ReadInt32();
        return reader.ReadArray(t =>
        {
            t.ReadString();
            return t.ReadArray(static p =>
            {
                p.ReadInt32();
                var result = ((ErrorCode)p.ReadInt16(), p.ReadInt64());
                p.ReadInt64();
                p.ReadInt64();
                return result;
            })[0];
        })[0];
    }

    public async Task<(ErrorCode Error, long HighWatermark, byte[] Records)> FetchAsync(
        string topic, long offset, int maxWaitMs = 0, int minBytes = 1, int sessionId = 0, int sessionEpoch = -1)
    {
        var reader = await CallAsync(ApiKey.Fetch, 11, flexible: false, w =>
        {
            w.WriteInt32(-1);
            w.WriteInt32(maxWaitMs);
            w.WriteInt32(minBytes);
            w.WriteInt32(50_000_000);
            w.WriteInt8(0);
            w.WriteInt32(sessionId);
            w.WriteInt32(sessionEpoch);
            w.WriteArray([topic], (t, name) =>
            {
                t.WriteString(name);
                t.WriteArrayLength(1);
                t.WriteInt32(0);
                t.WriteInt32(-1);
                t.WriteInt64(offset);
                t.WriteInt64(-1);
                t.WriteInt32(50_000_000);
            });
            w.WriteArrayLength(0);
            w.WriteString("");
        });
        reader.ReadInt32();
        var error = (ErrorCode)reader.ReadInt16();
        reader.ReadInt32();
        return error != ErrorCode.None ? (error, -1, []) : reader.ReadArray(t =>
        {
            t.ReadString();
            return t.ReadArray(ReadFetched)[0];
        })[0];
    }

    public void Dispose() => client.Dispose();

    private static (ErrorCode Error, long HighWatermark, byte[] Records) ReadFetched(RequestReader reader)
    {
        reader.ReadInt32();
        var error = (ErrorCode)reader.ReadInt16();
        var mark = reader.ReadInt64();
        reader.ReadInt64();
        reader.ReadInt64();
        reader.ReadArray(static r => (r.ReadInt64(), r.ReadInt64()));
        reader.ReadInt32();
        return (error, mark, reader.ReadBytes().ToArray());
    }
}
