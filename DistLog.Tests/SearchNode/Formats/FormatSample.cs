using System.Globalization;
using System.Text;

namespace DistLog.Tests.SearchNode.Formats;

/// <summary>
/// What an archive holds: each type of field and form of column, several segments, one with several blocks, deletions, a merged segment,
/// writes that are only in the log, a data stream of two generations, aliases, templates, a policy, a closed and a deleted index.
/// The same each time, so that archives differ by format alone.
/// </summary>
internal sealed class FormatSample(TestNode node)
{
    private const string Kinds = """
        {"mappings":{"properties":{
        "seq":{"type":"integer"},"keyword":{"type":"keyword","ignore_above":64},"constant":{"type":"constant_keyword","value":"always"},"wildcard":{"type":"wildcard"},
        "text":{"type":"text","fields":{"raw":{"type":"keyword"}}},"long":{"type":"long"},"short":{"type":"short"},"byte":{"type":"byte"},
        "double":{"type":"double"},"float":{"type":"float"},"half":{"type":"half_float"},"scaled":{"type":"scaled_float","scaling_factor":100},
        "flag":{"type":"boolean"},"date":{"type":"date"},"nanos":{"type":"date_nanos"},"ip":{"type":"ip"},"bytes":{"type":"binary"},
        "flat":{"type":"flattened"},"object":{"properties":{"inner":{"properties":{"k":{"type":"keyword"},"n":{"type":"long"}}}}},
        "uuid":{"type":"keyword"},"hex":{"type":"keyword"},"other_name":{"type":"alias","path":"keyword"},"unindexed":{"type":"keyword","index":false,"doc_values":false}}}}
        """;

    private const string Template = """
        {"index_patterns":["logs-distlog-*"],"data_stream":{},"priority":500,"composed_of":["common"],"_meta":{"description":"a sample"},
        "template":{"settings":{"index":{"lifecycle":{"name":"kept"}}},"aliases":{"logs":{}},
        "mappings":{"dynamic":false,"properties":{"@timestamp":{"type":"date"},"log_id":{"type":"keyword"},"node_id":{"type":"keyword"},"log_level":{"type":"keyword"},
        "message":{"type":"text"},"trace_id":{"type":"keyword"},"response_time_ms":{"type":"double"},"error_details":{"properties":{"error_code":{"type":"keyword"}}}}}}}
        """;

    private readonly Random _random = new(1);
    private readonly Dictionary<(string Index, string Id), HashSet<string>> _written = [];

    /// <summary>By index and id each source that a document ever had.</summary>
    public IReadOnlyDictionary<(string Index, string Id), HashSet<string>> Written => _written;

    public async Task WriteAsync()
    {
        await KindsAsync();
        await LogsAsync();
        await MergedAsync();
        await BlocksAsync();
        await node.DoAsync("PUT", "/gone/_doc/1", """{"a":1}""");
        await node.DoAsync("PUT", "/shut/_doc/1?refresh=true", """{"seq":1,"state":"closed"}""");
        await node.DoAsync("POST", "/shut/_close");
        await BulkAsync("dynamic", 0, 40, i => $$$"""{"seq":{{{i}}},"name":"n {{{i}}}","deep":{"a":{"b":[{{{i}}},{{{i + 1}}}]}},"day":"2026-11-{{{1 + (i % 28):00}}}","f":{{{i}}}.50,"nothing":null,"empty":[]}""");
        await node.DoAsync("DELETE", "/gone");
    }

    private async Task KindsAsync()
    {
        await node.DoAsync("PUT", "/kinds", Kinds);
        for (var part = 0; part < 3; part++)
        {
            await BulkAsync("kinds", part * 50, 50, Kind);
            await node.DoAsync("POST", "/kinds/_flush");
        }

        await DeleteAsync("kinds", 3, 60, 149);
        await UpdateAsync(7);
        await node.DoAsync("POST", "/kinds/_flush");
        // From here on the log alone knows.
        await DeleteAsync("kinds", 4, 61);
        await BulkAsync("kinds", 150, 20, Kind);
        await UpdateAsync(8);
        await node.DoAsync("POST", "/_aliases", """{"actions":[{"add":{"index":"kinds","alias":"flagged","filter":{"term":{"flag":true}}}},{"add":{"index":"kinds","alias":"writable","is_write_index":true}}]}""");
    }

    private async Task LogsAsync()
    {
        await node.DoAsync("PUT", "/_ilm/policy/kept", """{"policy":{"phases":{"hot":{"actions":{"rollover":{"max_docs":1000000000}}},"delete":{"min_age":"36500d","actions":{"delete":{}}}}}}""");
        await node.DoAsync("PUT", "/_component_template/common", """{"template":{"settings":{"index":{"number_of_replicas":0}}}}""");
        await node.DoAsync("PUT", "/_index_template/logs", Template);
        await BulkAsync("logs-distlog-default", 0, 150, Event, "create");
        await node.DoAsync("POST", "/logs-distlog-default/_flush");
        await node.DoAsync("POST", "/logs-distlog-default/_rollover");
        await BulkAsync("logs-distlog-default", 150, 150, Event, "create");
        await node.DoAsync("POST", "/logs-distlog-default/_flush");
        await BulkAsync("logs-distlog-default", 300, 30, Event, "create");
    }

    private async Task MergedAsync()
    {
        for (var part = 0; part < 4; part++)
        {
            await BulkAsync("merged", part * 40, 40, i => $$"""{"seq":{{i}},"name":"merged {{i % 9}}","n":{{i * 3}}}""");
            await node.DoAsync("POST", "/merged/_flush");
        }

        await DeleteAsync("merged", 5, 45, 85);
        await node.DoAsync("POST", "/merged/_forcemerge");
        await DeleteAsync("merged", 6, 46);
        await node.DoAsync("POST", "/merged/_flush");
        await DeleteAsync("merged", 7);
        await node.DoAsync("POST", "/merged/_flush");
    }

    private async Task BlocksAsync()
    {
        var text = string.Concat(Enumerable.Repeat("all work and no play makes a long document; ", 450));
        for (var part = 0; part < 5; part++)
        {
            await BulkAsync("blocks", part * 50, 50, i => $$"""{"seq":{{i}},"text":"{{text}}{{i}}"}""");
        }

        await node.DoAsync("POST", "/blocks/_flush");
    }

    private Task BulkAsync(string index, int first, int count, Func<int, string> document, string action = "index")
    {
        var body = new StringBuilder();
        for (var i = first; i < first + count; i++)
        {
            var source = document(i);
            Note(index, i, source);
            body.Append(CultureInfo.InvariantCulture, $"{{\"{action}\":{{\"_id\":\"{i}\"}}}}\n{source}\n");
        }

        return node.BulkAsync(index, body.ToString());
    }

    private async Task UpdateAsync(int id)
    {
        await node.DoAsync("POST", $"/kinds/_update/{id}", """{"doc":{"keyword":"updated"}}""");
        Note("kinds", id, await node.Client.GetStringAsync(new Uri($"/kinds/_source/{id}", UriKind.Relative)));
    }

    private void Note(string index, int id, string source)
    {
        var key = (index, id.ToString(CultureInfo.InvariantCulture));
        (_written.TryGetValue(key, out var sources) ? sources : _written[key] = []).Add(source);
    }

    private Task DeleteAsync(string index, params int[] ids) =>
        node.BulkAsync(index, string.Concat(ids.Select(id => $"{{\"delete\":{{\"_id\":\"{id}\"}}}}\n")));

    private string Kind(int i) => (i % 5) switch
    {
        0 => $$$"""{"seq":{{{i}}}}""",
        1 => $$$"""{"seq":{{{i}}},"keyword":["a{{{i % 7}}}","b",null,"b"],"long":[{{{i}}},-{{{i}}}],"text":["one","two {{{i}}}"],"object":[{"inner":{"k":"x"}},{"inner":{"k":"y","n":{{{i}}}}}],"flat":{"l":["1","2"],"m":{"n":null}},"date":["2026-11-20","2026-11-21T01:02:03.004Z"],"flag":[true,false]}""",
        _ => Whole(i),
    };

    private string Whole(int i) => $$$"""
        {"seq":{{{i}}},"keyword":"k{{{i % 11}}}","wildcard":"/var/log/app-{{{i}}}.log","text":"Request {{{i:0000}}} of user-{{{i * 31}}} took {{{i * 7}}} ms, größer \"than\" \u00e9\ud83d\ude00\n","long":{{{i * 1_000_003L}}},"short":{{{i - 80}}},"byte":{{{i - 100}}},"double":{{{i}}}.0,"float":1.5e3,"half":0.25,"scaled":{{{i}}}.37,"flag":{{{(i % 2 == 0 ? "true" : "\"false\"")}}},"date":{{{1_790_000_000_000 + (i * 60_000L)}}},"nanos":"2026-11-20T08:00:00.{{{i:000}}}456789Z","ip":"10.0.{{{i % 3}}}.{{{i}}}","bytes":"AAEC{{{i % 10}}}w==","flat":{"a":"{{{i}}}","b.c":{"d":{{{i % 4}}}}},"object":{"inner":{"k":"z{{{i % 3}}}","n":{{{i}}}}},"uuid":"{{{Uuid()}}}","hex":"{{{Hex(32)}}}","unindexed":"u{{{i}}}"}
        """;

    private string Event(int i)
    {
        var level = (i % 10) switch { 0 => "ERROR", 1 or 2 => "WARN", _ => "INFO" };
        var extra = level switch
        {
            "ERROR" => $$""","error_details":{"error_code":"E{{i % 40:000}}","error_message":"Connection refused"}""",
            "WARN" => $",\"response_time_ms\":{100 + i},\"threshold_limit_ms\":1000",
            _ => "",
        };
        var trace = i % 3 == 0 ? $",\"trace_id\":\"{Hex(32)}\",\"span_id\":\"{Hex(16)}\"" : "";
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000 + (i * 30_000L)).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return $$"""{"log_id":"{{Uuid()}}","node_id":"payment-{{i % 6:00}}","log_level":"{{level}}","message_type":"LOG","message":"Payment {{i:00000}} of customer {{i * 7919 % 997}} is done after {{i % 90}} ms","service_name":"PaymentService","timestamp":"{{time}}"{{extra}}{{trace}},"@timestamp":"{{time}}"}""";
    }

    private string Uuid()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }

    private string Hex(int digits)
    {
        var bytes = new byte[digits / 2];
        _random.NextBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
