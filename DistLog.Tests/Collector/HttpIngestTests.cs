using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace DistLog.Tests.Collector;

public sealed class HttpIngestTests : IAsyncLifetime
{
    private CollectorFixture _collector = null!;

    private RecorderSink Sink => _collector.Sink;

    public async Task InitializeAsync() => _collector = await CollectorFixture.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Theory]
    [InlineData("/a.b", "a.b")]
    [InlineData("/a/b", "a.b")]
    [InlineData("/a", "a")]
    public async Task The_path_is_the_tag(string path, string tag)
    {
        await ExpectAsync(HttpStatusCode.OK, await PostAsync(path, """{"node_id":"n1"}"""));
        Assert.Equal($$"""{"node_id":"n1","@tag":"{{tag}}","@sender":"127.0.0.1"}""", Sink.Values.Single());
        Assert.Equal("n1", Sink.Keys.Single());
    }

    [Theory]
    [InlineData("""{"a":1}""", 1)]
    [InlineData("""[{"a":1},{"a":2}]""", 2)]
    [InlineData("""{"a":1}{"a":2} {"a":3}""", 3)]
    [InlineData("{\"a\":1}\n{\"a\":2}\r\n\n{\"a\":3}\n", 3)]
    [InlineData(" [ ] ", 0)]
    [InlineData("{\n  \"a\": {\n    \"b\": []\n  }\n}", 1)]
    [InlineData("[{\"a\":1}]\n[{\"a\":2}]", 2)]
    public async Task Json_comes_as_object_array_lines_or_one_behind_the_other(string body, int records)
    {
        await ExpectAsync(HttpStatusCode.OK, await PostAsync("/t", body));
        Assert.Equal(records, Sink.Values.Count);
        Assert.All(Sink.Values, value => JsonDocument.Parse(value).Dispose());
        Assert.Empty(Sink.DeadLetters);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{broken\n{\"a\":2}", 2, 1, 1)]
    [InlineData("""[{"a":1},5,{"a":2}]""", 2, 1, 1)]
    [InlineData("""[{"a":1},{"a":}]""", 1, 1, 1)]
    [InlineData("""[{"a":1}""", 1, 1, 1)]
    [InlineData("""[{"a":1} {"a":2}]""", 1, 1, 1)]
    [InlineData("nonsense", 0, 1, 0)]
    [InlineData("""{"a":1} ]""", 1, 1, 1)]
    [InlineData("\"text\"", 0, 1, 0)]
    public async Task The_good_records_of_a_body_are_kept_and_the_bad_ones_told(string body, int accepted, int rejected, int index)
    {
        var response = await PostAsync("/t", body);
        await ExpectAsync(HttpStatusCode.BadRequest, response);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(accepted, answer.RootElement.GetProperty("accepted").GetInt32());
        Assert.Equal(rejected, answer.RootElement.GetProperty("rejected").GetInt32());
        Assert.Equal(index, answer.RootElement.GetProperty("index").GetInt32());
        Assert.NotEqual("", answer.RootElement.GetProperty("reason").GetString());
        Assert.Equal(accepted, Sink.Values.Count);
        Assert.Equal(rejected, Sink.DeadLetters.Count);
    }

    [Fact]
    public async Task A_fault_is_told_by_its_byte()
    {
        var response = await PostAsync("/t", "{\"a\":1}\n{\"b\":x}");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(13, answer.RootElement.GetProperty("position").GetInt32());
    }

    [Theory]
    [InlineData(64, HttpStatusCode.OK)]
    [InlineData(65, HttpStatusCode.BadRequest)]
    [InlineData(10_000, HttpStatusCode.BadRequest)]
    public async Task Depth_is_limited(int depth, HttpStatusCode status)
    {
        var body = "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
        await ExpectAsync(status, await PostAsync("/t", body));
    }

    [Fact]
    public async Task What_is_no_utf8_is_repaired_and_said_so()
    {
        var content = new ByteArrayContent([.. "{\"a\":\"x"u8, 0xff, .. "\"}"u8]);
        content.Headers.ContentType = new("application/json");
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.PostAsync("/t", content));
        Assert.Equal("{\"a\":\"x\ufffd\",\"@repaired\":1,\"@tag\":\"t\",\"@sender\":\"127.0.0.1\"}", Sink.Values.Single());
    }

    [Theory]
    [InlineData("1700000000.25", "1700000000250000000")]
    [InlineData("1700000000", "1700000000000000000")]
    public async Task The_parameter_time_is_the_transports_time(string time, string nanoseconds)
    {
        await ExpectAsync(HttpStatusCode.OK, await PostAsync($"/t?time={time}", """{"a":1}"""));
        using var json = JsonDocument.Parse(Sink.Values.Single());
        Assert.Equal(nanoseconds, json.RootElement.GetProperty("@time").GetRawText());
    }

    [Theory]
    [InlineData("application/msgpack", "81 a1 61 01", 1)]
    [InlineData("application/x-msgpack", "92 81 a1 61 01 81 a1 61 02", 2)]
    [InlineData("application/msgpack", "81 a1 61 01 81 a1 61 02", 2)]
    [InlineData("application/msgpack", "90", 0)]
    public async Task Msgpack_comes_as_a_map_or_an_array_of_maps(string type, string hex, int records)
    {
        await ExpectAsync(HttpStatusCode.OK, await PostAsync("/t", Pack.Hex(hex), type));
        Assert.Equal(records, Sink.Values.Count);
    }

    [Theory]
    [InlineData("92 81 a1 61 01 05", 1)]
    [InlineData("93 81 a1 61 01", 1)]
    [InlineData("81 a1 61", 0)]
    [InlineData("dd ff ff ff ff", 0)]
    [InlineData("c1", 0)]
    public async Task Bad_msgpack_is_told_and_the_good_kept(string hex, int accepted)
    {
        await ExpectAsync(HttpStatusCode.BadRequest, await PostAsync("/t", Pack.Hex(hex), "application/msgpack"));
        Assert.Equal(accepted, Sink.Values.Count);
    }

    [Fact]
    public async Task Form_fields_hold_json_or_msgpack()
    {
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.PostAsync("/t", new FormUrlEncodedContent([new("json", """{"a":"1+1 %&="}""")])));
        await ExpectAsync(HttpStatusCode.OK, await PostAsync("/t", "msgpack=%81%A1a%01"u8.ToArray(), "application/x-www-form-urlencoded"));
        using var multipart = new MultipartFormDataContent { { new StringContent("""[{"a":3}]"""), "json" } };
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.PostAsync("/t", multipart));
        using var binary = new MultipartFormDataContent { { new ByteArrayContent(Pack.Hex("81 a1 61 04")), "msgpack" } };
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.PostAsync("/t", binary));
        Assert.Equal(["\"1+1 %&=\"", "1", "3", "4"], Sink.Values.Select(v => JsonDocument.Parse(v).RootElement.GetProperty("a").GetRawText()));
    }

    [Fact]
    public async Task Json_under_curls_default_content_type_is_taken()
    {
        await ExpectAsync(HttpStatusCode.OK, await PostAsync("/t", """ {"a":"b&c=d"}"""u8.ToArray(), "application/x-www-form-urlencoded"));
        await ExpectAsync(HttpStatusCode.BadRequest, await PostAsync("/t", "a=b"u8.ToArray(), "application/x-www-form-urlencoded"));
        Assert.Single(Sink.Values);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw deflate")]
    public async Task Compressed_bodies_are_inflated(string coding)
    {
        await ExpectAsync(HttpStatusCode.OK, await PostCompressedAsync("""[{"a":1},{"a":2}]"""u8.ToArray(), coding));
        Assert.Equal(2, Sink.Values.Count);
    }

    [Fact]
    public async Task A_gzip_bomb_is_413_and_nothing_of_it_is_taken()
    {
        var bomb = new byte[100 * 1024 * 1024];
        Array.Fill(bomb, (byte)' ');
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, await PostCompressedAsync(bomb, "gzip"));
        Assert.Empty(Sink.Values);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Other_methods_are_405_with_allow(string method)
    {
        using var request = new HttpRequestMessage(new(method), "/t");
        var response = await _collector.Http.SendAsync(request);
        await ExpectAsync(HttpStatusCode.MethodNotAllowed, response);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task What_is_not_understood_is_415()
    {
        await ExpectAsync(HttpStatusCode.UnsupportedMediaType, await PostAsync("/t", "x"u8.ToArray(), "image/png"));
        await ExpectAsync(HttpStatusCode.UnsupportedMediaType, await PostCompressedAsync("{}"u8.ToArray(), "br"));
    }

    [Fact]
    public async Task A_full_queue_is_429_and_a_bus_that_fails_503_both_with_retry_after()
    {
        Sink.Full = true;
        var full = await PostAsync("/t", "{}");
        await ExpectAsync(HttpStatusCode.TooManyRequests, full);
        Assert.NotNull(full.Headers.RetryAfter);
        Sink.Full = false;
        Sink.Error = "away";
        var away = await PostAsync("/t", "{}");
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, away);
        Assert.NotNull(away.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_bus_that_does_not_answer_in_time_is_503()
    {
        await using var collector = await CollectorFixture.StartAsync("--Collector:HttpBusTimeoutSeconds=1");
        collector.Sink.Hold = true;
        var response = await collector.Http.PostAsync("/t", new StringContent("{}", Encoding.UTF8, "application/json"));
        await ExpectAsync(HttpStatusCode.ServiceUnavailable, response);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_with_and_without_a_length()
    {
        await using var collector = await CollectorFixture.StartAsync("--Collector:MaxBodyBytes=65536");
        var body = Encoding.ASCII.GetBytes(new string(' ', 70_000) + "{}");
        var sized = new ByteArrayContent(body);
        sized.Headers.ContentType = new("application/json");
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, await collector.Http.PostAsync("/t", sized));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/t") { Content = new StreamContent(new MemoryStream(body)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        await ExpectAsync(HttpStatusCode.RequestEntityTooLarge, await collector.Http.SendAsync(request));
    }

    [Fact]
    public async Task A_record_over_the_limit_is_told_and_kept()
    {
        await ExpectAsync(HttpStatusCode.BadRequest, await PostAsync("/t", $$"""[{"a":"{{new string('x', 1_000_000)}}"},{"a":1}]"""));
        Assert.Single(Sink.Values);
        Assert.Equal(2, Sink.DeadLetters.Count);
    }

    [Fact]
    public async Task Health_and_life_are_answered_beside_the_tags()
    {
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.GetAsync("/health"));
        await ExpectAsync(HttpStatusCode.OK, await _collector.Http.GetAsync("/alive"));
    }

    private Task<HttpResponseMessage> PostAsync(string path, string json) => PostAsync(path, Encoding.UTF8.GetBytes(json), "application/json");

    private Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return _collector.Http.PostAsync(path, content);
    }

    private Task<HttpResponseMessage> PostCompressedAsync(byte[] body, string coding)
    {
        var output = new MemoryStream();
        using (Stream stream = coding switch
        {
            "deflate" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "raw deflate" => new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true),
            _ => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(body);
        }
        var content = new ByteArrayContent(output.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add(coding.Split(' ')[^1]);
        return _collector.Http.PostAsync("/t", content);
    }

    private static async Task ExpectAsync(HttpStatusCode status, HttpResponseMessage response) =>
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
}
