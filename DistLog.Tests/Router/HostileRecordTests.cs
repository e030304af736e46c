using System.Text;
using System.Text.Json;

namespace DistLog.Tests.Router;

public sealed class HostileRecordTests
{
    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"a\":1", "not valid JSON")]
    [InlineData("{\"a\":1}}", "not valid JSON")]
    [InlineData("{\"a\":1}{\"b\":2}", "not valid JSON")]
    [InlineData("{\"a\":1,}", "not valid JSON")]
    [InlineData("{\"a\":\"\n\"}", "not valid JSON")]
    [InlineData("{'a':1}", "not valid JSON")]
    [InlineData("{\"a\":NaN}", "not valid JSON")]
    [InlineData("plain text", "not valid JSON")]
    [InlineData("[1,2]", "a JSON array")]
    [InlineData("\"text\"", "a JSON string")]
    [InlineData("12", "a JSON number")]
    [InlineData("null", "a JSON null")]
    [InlineData("true", "a JSON boolean")]
    public void What_is_no_JSON_object_is_refused_with_the_reason(string value, string reason) =>
        Assert.Contains(reason, Normalised.Refusal(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc3, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    public void Bad_UTF8_is_refused(byte[] value) => Assert.Contains("UTF-8", Normalised.Refusal(value));

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.Null(Normalised.Refusal(Encoding.ASCII.GetBytes(Nested(60))));
        Assert.Contains("depth", Normalised.Refusal(Encoding.ASCII.GetBytes(Nested(65))));
        Assert.Contains("depth", Normalised.Refusal(Encoding.ASCII.GetBytes(Nested(100_000))));
    }

    [Fact]
    public void Very_many_fields_of_one_name_are_all_kept_in_time()
    {
        var json = "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 100_000)) + "}";
        Assert.Equal(100_000, Normalised.Of(json).Document.GetProperty("attributes").EnumerateObject().Count());
    }

    [Fact]
    public void Every_prefix_of_a_record_is_refused_without_a_fault()
    {
        var json = """{"log_id":"a","message":"\ud83d\ude00 é","attributes":{"b":[1,{"c":null}]},"timestamp":"2026-11-20T08:00:00.1Z","@sender":"::1"}"""u8;
        for (var length = 0; length < json.Length; length++)
        {
            Assert.NotNull(Normalised.Refusal(json[..length].ToArray()));
        }
    }

    [Fact]
    public void Damaged_records_are_refused_or_give_valid_documents()
    {
        var json = """{"log_id":17,"node_id":"n\u00e9","level":"warn","message":"\ud83d\ude00","error_details":{"error_code":5},"attributes":{"b":[1,{"c":null}]},"timestamp":1795158000.5,"seq":"9","x":{"y":1},"@tag":"t","@sender":"::1"}"""u8;
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = json.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(32, 127);
            }

            AssertRefusedOrValid(damaged);
        }
    }

    private static void AssertRefusedOrValid(byte[] value)
    {
        var result = new DistLog.Router.Normalisation.Normaliser()
            .Normalise(value, new(Normalised.ArrivalMs, null, 0, 0));
        if (result.Refusal is null)
        {
            using var document = JsonDocument.Parse(result.Document.ToArray());
            Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
        }
    }

    private static string Nested(int depth) =>
        "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";
}
