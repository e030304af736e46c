using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Formats;

/// <summary>What an archive is asked when it is made, and whenever it is read.</summary>
internal static class FormatQuestions
{
    private const int LongestSource = 4_000;

    private static readonly string[] Indices = ["kinds", "logs", "merged", "blocks", "dynamic"];

    private static readonly (string Index, string Body)[] Searches =
    [
        ("kinds", """{"query":{"term":{"other_name":"b"}}}"""),
        ("kinds", """{"query":{"match_phrase":{"text":"took 539 ms"}}}"""),
        ("kinds", """{"query":{"term":{"text.raw":"one"}}}"""),
        ("kinds", """{"query":{"range":{"double":{"gte":40,"lt":90.5}}}}"""),
        ("kinds", """{"query":{"range":{"nanos":{"gte":"2026-11-20T08:00:00.100Z"}}}}"""),
        ("kinds", """{"query":{"term":{"ip":"10.0.0.0/24"}}}"""),
        ("kinds", """{"query":{"term":{"flat.b.c.d":"3"}}}"""),
        ("kinds", """{"query":{"wildcard":{"wildcard":"*app-1?.log"}}}"""),
        ("kinds", """{"query":{"regexp":{"keyword":"[ab][0-3]?"}}}"""),
        ("kinds", """{"query":{"prefix":{"uuid":"a"}}}"""),
        ("kinds", """{"query":{"bool":{"must":{"exists":{"field":"hex"}},"must_not":{"term":{"flag":true}}}}}"""),
        ("kinds", """{"query":{"ids":{"values":["4","5","61","155","149"]}}}"""),
        ("flagged", """{"query":{"match_all":{}}}"""),
        ("logs", """{"query":{"bool":{"filter":[{"term":{"log_level":"ERROR"}},{"match":{"message":"customer"}}]}}}"""),
        ("logs", """{"query":{"term":{"error_details.error_code":"E010"}}}"""),
        ("merged", """{"query":{"match":{"name":"merged"}}}"""),
        ("blocks", """{"query":{"match_phrase":{"text":"long document 237"}}}"""),
        ("dynamic", """{"query":{"range":{"deep.a.b":{"gt":35}}}}"""),
        ("dynamic", """{"query":{"range":{"day":{"gte":"2026-11-20"}}}}"""),
    ];

    private static readonly (string Index, string Body)[] Aggregations =
    [
        ("kinds", """{"keyword":{"terms":{"field":"keyword","size":50,"order":{"_key":"asc"}},"aggs":{"sum":{"sum":{"field":"long"}}}},"scaled":{"stats":{"field":"scaled"}},"ids":{"cardinality":{"field":"uuid"}},"range":{"range":{"field":"short","ranges":[{"to":0},{"from":0}]}}}"""),
        ("logs", """{"hours":{"date_histogram":{"field":"@timestamp","fixed_interval":"1h"},"aggs":{"levels":{"terms":{"field":"log_level","order":{"_key":"asc"}}}}},"slow":{"avg":{"field":"response_time_ms"}}}"""),
        ("merged", """{"n":{"histogram":{"field":"n","interval":100}},"missing":{"missing":{"field":"n"}}}"""),
    ];

    private static readonly string[] States =
    [
        "/kinds/_mapping", "/dynamic/_mapping", "/_index_template/logs?filter_path=**.index_patterns,**.priority,**.composed_of,**.mappings", "/_component_template/common?filter_path=**.settings", "/kinds/_alias", "/_data_stream/logs-distlog-default?filter_path=data_streams.name,data_streams.indices.index_name,data_streams.generation",
        "/kinds/_doc/7", "/kinds/_doc/8", "/merged/_doc/159",
    ];

    /// <summary>All answers: by question what came out.</summary>
    public static async Task<JsonObject> AskAsync(TestNode node)
    {
        await node.DoAsync("POST", "/_refresh");
        var answers = new JsonObject();
        foreach (var index in Indices)
        {
            answers[index] = await DocumentsAsync(node, index);
        }

        foreach (var (index, body) in Searches)
        {
            answers[$"{index} {body}"] = await node.IdsAsync(index, JsonNode.Parse(body)!["query"]!.ToJsonString());
        }

        foreach (var (index, body) in Aggregations)
        {
            answers[$"{index} {body}"] = (await node.DoAsync("POST", $"/{index}/_search", $"{{\"size\":0,\"aggs\":{body}}}"))["aggregations"]!.DeepClone();
        }

        foreach (var path in States)
        {
            answers[path] = (await node.DoAsync("GET", path)).DeepClone();
        }

        answers["closed"] = (await node.SendAsync("GET", "/shut/_search")).Status;
        answers["deleted"] = (await node.SendAsync("GET", "/gone")).Status;
        return answers;
    }

    /// <summary>Each document's source as text, for the JSON text itself must come back, not only its meaning.</summary>
    private static async Task<JsonObject> DocumentsAsync(TestNode node, string index)
    {
        var text = await node.Client.GetStringAsync(new Uri($"/{index}/_search?size=1000&sort=_doc", UriKind.Relative));
        using var json = JsonDocument.Parse(text);
        return new(json.RootElement.GetProperty("hits").GetProperty("hits").EnumerateArray()
            .OrderBy(hit => int.Parse(hit.GetProperty("_id").GetString()!, System.Globalization.CultureInfo.InvariantCulture))
            .Select(hit => KeyValuePair.Create(hit.GetProperty("_id").GetString()!, (JsonNode?)Shortened(hit.GetProperty("_source").GetRawText()))));
    }

    /// <summary>Long texts by their hash, or the archive would hold them twice.</summary>
    private static string Shortened(string source) =>
        source.Length <= LongestSource ? source : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(source)));
}
