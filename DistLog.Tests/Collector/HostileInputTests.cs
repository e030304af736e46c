using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;

namespace DistLog.Tests.Collector;

/// <summary>Mutated and random input on both doors: it may be refused, but nothing may stop, and what is taken must be JSON.</summary>
public sealed class HostileInputTests : IAsyncLifetime
{
    private CollectorFixture _collector = null!;

    public async Task InitializeAsync() => _collector = await CollectorFixture.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Mutated_forward_messages_stop_nothing()
    {
        var random = new Random(11);
        byte[][] seeds =
        [
            Pack.Message(Pack.Record(("a", "b")), "c"),
            Pack.Forward([Pack.Entry(Pack.Record(("a", "b"))), Pack.Entry(Pack.Record())], "c"),
            Pack.Packed(Pack.Entries(3), "c"),
            Pack.Packed(Pack.Gzip(Pack.Entries(3)), "c", "gzip"),
        ];
        for (var i = 0; i < 400; i++)
        {
            using var stream = await _collector.ConnectAsync();
            await stream.WriteAsync(Mutate(seeds[i % seeds.Length], random));
            stream.Socket.Shutdown(SocketShutdown.Send);
            await DrainAsync(stream);
        }
        CheckValues();
        await CheckForwardAsync();
    }

    [Fact]
    public async Task Mutated_bodies_are_answered_and_never_with_500()
    {
        var random = new Random(13);
        (byte[] Body, string Type)[] seeds =
        [
            ("""[{"node_id":"n","a":[1,{"b":null}]},{"c":"d\u00e4"}]"""u8.ToArray(), "application/json"),
            ("{\"a\":1}\n{\"b\":2.5e3}\n"u8.ToArray(), "application/x-ndjson"),
            (Pack.Hex("92 81 a1 61 01 82 a1 62 c4 02 68 69 a1 63 cb 3f f0 00 00 00 00 00 00"), "application/msgpack"),
            ("json=%7B%22a%22%3A1%7D&time=1"u8.ToArray(), "application/x-www-form-urlencoded"),
            ("--b\r\nContent-Disposition: form-data; name=\"json\"\r\n\r\n{\"a\":1}\r\n--b--\r\n"u8.ToArray(), "multipart/form-data; boundary=b"),
        ];
        for (var i = 0; i < 500; i++)
        {
            var (body, type) = seeds[i % seeds.Length];
            using var content = new ByteArrayContent(Mutate(body, random));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
            using var response = await _collector.Http.PostAsync("/t", content);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{i}: {response.StatusCode}");
        }
        CheckValues();
    }

    [Theory]
    [InlineData("Content-Type", "x y z")]
    [InlineData("Content-Type", "multipart/form-data")]
    [InlineData("Content-Type", "multipart/form-data; boundary=\"")]
    [InlineData("Content-Encoding", "gzip, gzip")]
    [InlineData("Content-Encoding", "gzip")]
    [InlineData("Content-Encoding", "deflate")]
    public async Task Odd_headers_are_the_senders_fault(string name, string value)
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation(name, value);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var response = await _collector.Http.PostAsync("/t", content);
        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/t?time=soon")]
    [InlineData("/t?time=1e400")]
    [InlineData("/a%0ab")]
    public async Task Odd_paths_are_the_senders_fault(string path)
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await _collector.Http.PostAsync(path, content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.NotEqual("", JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetString());
    }

    // Flips, cuts, doubles or replaces a few bytes.
    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 8), bytes.Count - at)));
                    break;
            }
        }
        return [.. bytes];
    }

    private static async Task DrainAsync(NetworkStream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(20));
        }
        catch (IOException)
        {
            // Reset by the collector: it refused.
        }
    }

    private void CheckValues() => Assert.All(_collector.Sink.Values, value => JsonDocument.Parse(value).Dispose());

    private async Task CheckForwardAsync()
    {
        using var stream = await _collector.ConnectAsync();
        await stream.WriteAsync(Pack.Message(Pack.Record(("a", "b")), "last"));
        var answer = new byte[Pack.Ack("last").Length];
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(Pack.Ack("last"), answer);
    }
}
