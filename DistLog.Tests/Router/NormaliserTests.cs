using System.Text;
using System.Text.Json;
using DistLog.Contracts;
using DistLog.Router.Normalisation;

namespace DistLog.Tests.Router;

public sealed class NormaliserTests
{
    [Fact]
    public void A_full_log_keeps_every_field_under_its_own_name()
    {
        var log = Normalised.Of("""
            {"log_id":"l1","node_id":"n1","log_level":"ERROR","message_type":"LOG","message":"it \"broke\" \u00e9 é","service_name":"PaymentService",
             "timestamp":"2026-11-20T07:59:59.123Z","error_details":{"error_code":"E42","error_message":"no"},"trace_id":"t","span_id":"s",
             "template":"it {What}","event_id":"e","category":"c","exception":{"type":"T","message":"m","stack":"at"},"seq":7,
             "response_time_ms":12.5,"threshold_limit_ms":10,"attributes":{"a":{"b.c":1}}}
            """);

        Assert.Equal(
            """{"@timestamp":"2026-11-20T07:59:59.123Z","log_id":"l1","node_id":"n1","service_name":"PaymentService","log_level":"ERROR","message_type":"LOG","message":"it \"broke\" \u00e9 é","response_time_ms":12.5,"threshold_limit_ms":10,"error_details":{"error_code":"E42","error_message":"no"},"exception":{"type":"T","message":"m","stack":"at"},"trace_id":"t","span_id":"s","template":"it {What}","event_id":"e","category":"c","seq":7,"timestamp":"2026-11-20T07:59:59.123Z","attributes":{"a":{"b.c":1}}}""",
            log.Document.GetRawText());
        Assert.Equal((MessageKind.Log, Severity.Error, "n1", "l1"), (log.Kind, log.Severity, log.NodeId, log.LogId));
    }

    [Theory]
    [InlineData("""{"log_id":"a","node_id":"n","log_level":"INFO","message_type":"LOG","message":"m","service_name":"S","timestamp":"2026-11-20T08:00:00"}""")]
    [InlineData("""{"log_id":"a","node_id":"n","log_level":"WARN","message_type":"LOG","message":"m","service_name":"S","response_time_ms":512,"threshold_limit_ms":300,"timestamp":"2026-11-20T08:00:00"}""")]
    [InlineData("""{"log_id":"a","node_id":"n","log_level":"ERROR","message_type":"LOG","message":"m","service_name":"S","error_details":{"error_code":"E","error_message":"x"},"timestamp":"2026-11-20T08:00:00"}""")]
    [InlineData("""{"log_id":"a","node_id":"n","log_level":"FATAL","message_type":"LOG","message":"m","service_name":"S","error_details":{"error_code":"E","error_message":"x"},"timestamp":"2026-11-20T08:00:00"}""")]
    public void The_contracts_own_logs_need_no_attributes(string json)
    {
        var log = Normalised.Of(json);
        using var sent = JsonDocument.Parse(json);

        Assert.Null(log.Raw("attributes"));
        Assert.Equal("2026-11-20T08:00:00.000Z", log.String("@timestamp"));
        foreach (var property in sent.RootElement.EnumerateObject())
        {
            Assert.Equal(property.Value.GetRawText(), log.Raw(property.Name));
        }
    }

    [Theory]
    [InlineData("message")]
    [InlineData("msg")]
    [InlineData("log")]
    [InlineData("body")]
    public void The_message_is_found_under_each_alias(string name)
    {
        var log = Normalised.Of($$"""{"{{name}}":"hello"}""");
        Assert.Equal("hello", log.String("message"));
        Assert.Null(log.Raw("attributes"));
    }

    [Fact]
    public void Aliases_count_in_order_and_those_not_used_are_kept()
    {
        var log = Normalised.Of("""{"body":"4","log":"3","msg":"2","message":"1"}""");
        Assert.Equal("1", log.String("message"));
        Assert.Equal(["2", "3", "4"], new[] { "msg", "log", "body" }.Select(name => log.String("attributes." + name)));
    }

    [Fact]
    public void A_message_that_is_no_text_gives_way_to_the_next_alias_and_is_kept()
    {
        var log = Normalised.Of("""{"message":{"a":[1]},"log":{"level":"x"},"msg":"text"}""");
        Assert.Equal("text", log.String("message"));
        Assert.Equal("""{"a":[1]}""", log.Raw("attributes.message"));
        Assert.Equal("""{"level":"x"}""", log.Raw("attributes.log"));
    }

    [Theory]
    [InlineData("""{"message":12.50}""", "12.50")]
    [InlineData("""{"message":true}""", "true")]
    [InlineData("""{"message":null}""", "")]
    [InlineData("""{"message":[1]}""", "")]
    [InlineData("""{}""", "")]
    public void A_message_is_always_a_string(string json, string expected) => Assert.Equal(expected, Normalised.Of(json).String("message"));

    [Theory]
    [InlineData("log_level")]
    [InlineData("level")]
    [InlineData("severity")]
    [InlineData("levelname")]
    public void The_level_is_found_under_each_alias(string name)
    {
        var log = Normalised.Of($$"""{"{{name}}":"warning"}""");
        Assert.Equal("WARN", log.String("log_level"));
        Assert.Equal(Severity.Warn, log.Severity);
        Assert.Null(log.Raw("attributes"));
    }

    [Theory]
    [InlineData("\"trace\"", "TRACE")]
    [InlineData("\"Verbose\"", "TRACE")]
    [InlineData("\"debug\"", "DEBUG")]
    [InlineData("\"information\"", "INFO")]
    [InlineData("\"Notice\"", "INFO")]
    [InlineData("\" Info \"", "INFO")]
    [InlineData("\"WARNING\"", "WARN")]
    [InlineData("\"err\"", "ERROR")]
    [InlineData("\"severe\"", "ERROR")]
    [InlineData("\"critical\"", "FATAL")]
    [InlineData("\"Emergency\"", "FATAL")]
    [InlineData("\"\\u0065rror\"", "ERROR")]
    [InlineData("3", "ERROR")]
    [InlineData("\"4\"", "WARN")]
    [InlineData("7", "DEBUG")]
    [InlineData("10", "TRACE")]
    [InlineData("30", "INFO")]
    [InlineData("50", "ERROR")]
    [InlineData("60", "FATAL")]
    public void Levels_are_read_in_any_spelling(string value, string expected) =>
        Assert.Equal(expected, Normalised.Of($$"""{"level":{{value}}}""").String("log_level"));

    [Theory]
    [InlineData("\"loud\"")]
    [InlineData("\"a level name that is much too long for one\"")]
    [InlineData("99")]
    [InlineData("1.5")]
    [InlineData("{\"name\":\"warn\"}")]
    [InlineData("true")]
    public void A_level_that_is_none_is_INFO_and_is_kept(string value)
    {
        var log = Normalised.Of($$"""{"level":{{value}}}""");
        Assert.Equal("INFO", log.String("log_level"));
        Assert.Equal(value, log.Raw("attributes.level"));
    }

    [Fact]
    public void An_unreadable_level_gives_way_to_the_next_alias() =>
        Assert.Equal("ERROR", Normalised.Of("""{"log_level":"?","severity":"error"}""").String("log_level"));

    [Theory]
    [InlineData("""{"service_name":"a","service":"b","@tag":"t"}""", "a")]
    [InlineData("""{"service":"b","@tag":"t"}""", "b")]
    [InlineData("""{"service_name":"","@tag":"t"}""", "t")]
    [InlineData("""{"service":{"name":"x"},"@tag":"t"}""", "t")]
    [InlineData("""{"service_name":7}""", "7")]
    [InlineData("""{"service_name":"a\"b\\"}""", "a\"b\\")]
    [InlineData("""{}""", "unknown")]
    public void The_service_is_its_field_or_the_tag(string json, string expected) =>
        Assert.Equal(expected, Normalised.Of(json).String("service_name"));

    [Theory]
    [InlineData("""{"node_id":"a","host":"b","hostname":"c","container_id":"d","@sender":"1.2.3.4"}""", "a")]
    [InlineData("""{"host":"b","hostname":"c","container_id":"d","@sender":"1.2.3.4"}""", "b")]
    [InlineData("""{"hostname":"c","container_id":"d","@sender":"1.2.3.4"}""", "c")]
    [InlineData("""{"container_id":"d","@sender":"1.2.3.4"}""", "d")]
    [InlineData("""{"host":{"name":"x"},"@sender":"1.2.3.4"}""", "1.2.3.4")]
    [InlineData("""{"node_id":12}""", "12")]
    [InlineData("""{"node_id":"n\u00e9"}""", "né")]
    [InlineData("""{}""", "the key")]
    public void The_node_is_its_field_or_the_senders_address_or_the_key(string json, string expected)
    {
        var log = Normalised.Of(json, key: "the key"u8.ToArray());
        Assert.Equal(expected, log.String("node_id"));
        Assert.Equal(expected, log.NodeId);
    }

    [Fact]
    public void A_node_that_nothing_names_is_unknown() => Assert.Equal("unknown", Normalised.Of("{}").NodeId);

    [Theory]
    [InlineData("LOG", "Log")]
    [InlineData("log", "Log")]
    [InlineData("Registration", "Registration")]
    [InlineData("heartbeat", "Heartbeat")]
    [InlineData("CLOSE_LOG", "CloseLog")]
    [InlineData("close-log", "CloseLog")]
    [InlineData(" Close Log ", "CloseLog")]
    public void Message_types_are_read_in_any_case(string type, string expected) =>
        Assert.Equal(expected, Normalised.Of($$"""{"message_type":"{{type}}","node_id":"n"}""").Kind.ToString());

    [Theory]
    [InlineData("\"METRIC\"")]
    [InlineData("\"a message type that is much too long\"")]
    [InlineData("5")]
    [InlineData("[\"LOG\"]")]
    public void An_unknown_message_type_is_a_log_and_is_kept(string type)
    {
        var log = Normalised.Of($$"""{"message_type":{{type}}}""");
        Assert.Equal(MessageKind.Log, log.Kind);
        Assert.Equal("LOG", log.String("message_type"));
        Assert.Equal(type, log.Raw("attributes.message_type"));
    }

    [Fact]
    public void Unknown_fields_the_senders_attributes_and_where_it_came_from_are_the_attributes()
    {
        var log = Normalised.Of("""{"_id":"x","a.b":1,"attributes":{"own":{"_id":[null]}},"status":200,"@tag":"app.web","@time":1795161600000000000,"@sender":"10.0.0.1"}""");
        Assert.Equal("""{"own":{"_id":[null]},"_id":"x","a.b":1,"status":200,"tag":"app.web","sender":"10.0.0.1"}""", log.Raw("attributes"));
    }

    [Fact]
    public void Names_that_meet_get_a_number()
    {
        var log = Normalised.Of("""{"a":1,"attributes":{"a":0,"tag":"own"},"a":2,"a_2":"x","@tag":"t","message":"m","message":"n"}""");
        Assert.Equal("n", log.String("message"));
        Assert.Equal("""{"a":0,"tag":"own","a_2":1,"a_3":2,"a_2_4":"x","message":"m","tag_5":"t"}""", log.Raw("attributes"));
    }

    [Fact]
    public void Attributes_that_are_no_object_are_kept_as_one() =>
        Assert.Equal("""{"attributes":[1,2]}""", Normalised.Of("""{"attributes":[1,2]}""").Raw("attributes"));

    [Theory]
    [InlineData("response_time_ms", "12", "12")]
    [InlineData("response_time_ms", "1.5e2", "1.5e2")]
    [InlineData("response_time_ms", "\"12.5\"", "12.5")]
    [InlineData("response_time_ms", "\" 12 \"", "12")]
    [InlineData("response_time_ms", "\"+007\"", "7")]
    [InlineData("threshold_limit_ms", "\"300\"", "300")]
    [InlineData("seq", "9007199254740993", "9007199254740993")]
    [InlineData("seq", "\"12\"", "12")]
    public void Numbers_are_read_from_strings_too(string field, string value, string expected)
    {
        var log = Normalised.Of($$"""{"{{field}}":{{value}}}""");
        Assert.Equal(expected, log.Raw(field));
        Assert.Null(log.Raw("attributes"));
    }

    [Theory]
    [InlineData("response_time_ms", "\"abc\"")]
    [InlineData("response_time_ms", "\"12 ms\"")]
    [InlineData("response_time_ms", "\"NaN\"")]
    [InlineData("response_time_ms", "\"Infinity\"")]
    [InlineData("response_time_ms", "1e999")]
    [InlineData("response_time_ms", "true")]
    [InlineData("response_time_ms", "{}")]
    [InlineData("threshold_limit_ms", "[1]")]
    [InlineData("seq", "\"x\"")]
    [InlineData("seq", "1.5")]
    [InlineData("seq", "99999999999999999999")]
    [InlineData("trace_id", "[\"t\"]")]
    [InlineData("event_id", "{\"id\":1}")]
    [InlineData("error_details", "[1]")]
    [InlineData("error_details", "{\"error_code\":{\"a\":1}}")]
    [InlineData("error_details", "{\"error_code\":1,\"error_code\":2}")]
    [InlineData("exception", "5")]
    [InlineData("exception", "{\"stack\":[\"a\",\"b\"]}")]
    public void A_known_field_whose_value_fits_no_way_is_kept_as_an_attribute(string field, string value)
    {
        var log = new Normaliser().Normalise(
            Encoding.UTF8.GetBytes($$"""{"{{field}}":{{value}}}"""), new Arrival(Normalised.ArrivalMs, null, 0, 0));
        Assert.Null(log.Refusal);
        using var document = JsonDocument.Parse(log.Document.ToArray());
        Assert.False(document.RootElement.TryGetProperty(field, out _));
        Assert.Equal(value, document.RootElement.GetProperty("attributes").GetProperty(field).GetRawText());
    }

    [Theory]
    [InlineData("trace_id", "12", "\"12\"")]
    [InlineData("event_id", "true", "\"true\"")]
    [InlineData("category", "\"c\"", "\"c\"")]
    [InlineData("error_details", "{\"error_code\":500,\"error_message\":true,\"more\":[1]}", "{\"error_code\":\"500\",\"error_message\":\"true\",\"more\":[1]}")]
    [InlineData("error_details", "{\"error_code\":null}", "{\"error_code\":null}")]
    [InlineData("error_details", "{}", "{}")]
    [InlineData("error_details", "\"boom\"", "{\"error_message\":\"boom\"}")]
    [InlineData("exception", "\"at X\"", "{\"stack\":\"at X\"}")]
    [InlineData("exception", "{\"type\":5,\"inner\":{\"type\":6}}", "{\"type\":\"5\",\"inner\":{\"type\":6}}")]
    public void Scalars_become_the_strings_that_the_mapping_has(string field, string value, string expected)
    {
        var log = Normalised.Of($$"""{"{{field}}":{{value}}}""");
        Assert.Equal(expected, log.Raw(field));
        Assert.Null(log.Raw("attributes"));
    }

    [Fact]
    public void Line_breaks_between_tokens_go_and_those_in_strings_stay()
    {
        var log = Normalised.Of("{\"message\":\"a\\nb\",\n\"x\":{\r\n\"y\":\n[1,\n2]\n}\n}\n");
        Assert.Equal("a\nb", log.String("message"));
        Assert.Equal(2, log.Document.GetProperty("attributes").GetProperty("x").GetProperty("y").GetArrayLength());
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() => Assert.Equal("m", Normalised.Of("\uFEFF{\"message\":\"m\"}").String("message"));

    [Theory]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("x\\ude00y", "x\uFFFDy")]
    [InlineData("\\ud83d\\ude00", "\U0001F600")]
    [InlineData("\\uD83D\\u0041", "\uFFFDA")]
    [InlineData("\\\\ud83d", "\\ud83d")]
    public void Halves_of_surrogate_pairs_are_replaced_and_pairs_stay(string escaped, string expected)
    {
        var log = Normalised.Of($$"""{"node_id":"{{escaped}}","message":"{{escaped}}","x":"{{escaped}}"}""");
        Assert.Equal(expected, log.String("message"));
        Assert.Equal(expected, log.NodeId);
        Assert.Equal(expected, log.String("attributes.x"));
    }

    [Fact]
    public void One_normaliser_keeps_nothing_of_the_record_before()
    {
        var normaliser = new Normaliser();
        Normalised.Of(normaliser, """{"message":"a","node_id":"n\u0031","x":1,"y":2,"level":"error","log_id":"1"}"""u8.ToArray());
        var second = Normalised.Of(normaliser, """{"msg":"b"}"""u8.ToArray());
        Assert.Equal(("b", "unknown", "INFO"), (second.String("message"), second.NodeId, second.String("log_level")));
        Assert.Null(second.Raw("attributes"));
    }
}
