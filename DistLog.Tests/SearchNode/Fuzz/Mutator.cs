using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DistLog.Tests.SearchNode.Fuzz;

/// <summary>Makes requests that mean nothing, or something else, of ones that mean something.</summary>
internal sealed class Mutator
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "1e308", "1e999", "-0.0", "1e-400", "0.5", "NaN",
        "\"\"", "\"x\"", "\"*\"", "\"\\ud800\"", "\"\\u0000\"", "\"now\"", "\"1d\"", "\"-1\"", "\"_id\"", "\"_score\"", "\"_all\"", "\"a.b.c\"", "\"../../etc\"", "\"2026-11-20T25:61:61Z\"", "\"99999999999d\"", "\"(((((\"", "\"[a-\"", "\"a{1,99999}\"", "\"(a*)*b\"", "\"....\"", "\"Europe/Nowhere\"", "\"+99:99\"", "\"é\"", "\"😀\"",
        "[]", "{}", "[[]]", "[null]", "[1,\"a\",null,{}]", "{\"\":1}", "{\"field\":\"n\"}", "{\"a\":{\"b\":{\"c\":1}}}", "[1,2,3,4,5,6,7,8,9,10]",
    ];

    private static readonly string[] Names = ["f", "g", "stream-1", "fa", "*", "_all", "f,g", "-f", "F", "..", ".", "a/b", "f*,-f", "", " ", "%2e%2e", "é", "_search", "_doc", "nul\0", "<f-{now/d}>", "1", ".ds-stream-1-2026.11.20-000001", "f\n", ",", "*:*", "r:f", "_local", "x?y"];

    private readonly IReadOnlyList<FuzzRequest> _corpus;
    private readonly string[] _keys;
    private readonly string[] _values;
    private readonly string[] _parameters;
    private readonly string[] _segments;

    public Mutator(IReadOnlyList<FuzzRequest> corpus)
    {
        _corpus = corpus;
        var nodes = corpus.SelectMany(request => Lines(request.Body)).Select(Parse).OfType<JsonNode>().SelectMany(Within).ToArray();
        _keys = [.. nodes.OfType<JsonObject>().SelectMany(found => found.Select(property => property.Key)).Distinct()];
        _values = [.. Values, .. nodes.Select(found => found.ToJsonString()).Where(text => text.Length < 200).Distinct()];
        _parameters = [.. corpus.SelectMany(request => request.Query.Split('&', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
        _segments = [.. Names, .. corpus.SelectMany(request => request.Path.Split('/')).Distinct()];
    }

    /// <summary>The request of a number, always the same one.</summary>
    public FuzzRequest Request(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var request = _corpus[random.Next(_corpus.Count)];
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            request = Mutate(random, request);
        }

        return random.Next(12) == 0 ? Encoded(random, request) : request;
    }

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) + (number * 7_919));

    private FuzzRequest Mutate(Random random, FuzzRequest request) => random.Next(10) switch
    {
        0 => request with { Path = MutatePath(random, request.Path) },
        1 => request with { Query = MutateQuery(random, request.Query) },
        2 when random.Next(4) == 0 => request with { Method = Pick(random, ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS", "TRACE", "X"]) },
        3 when random.Next(4) == 0 => request with { ContentType = Pick(random, ["text/plain", "application/x-ndjson", "application/yaml", "application/vnd.elasticsearch+json;compatible-with=7", "application/cbor", "", "x"]) },
        4 => request with { Body = MutateBytes(random, request.Body) },
        5 => request with { Body = MutateLines(random, request.Body) },
        6 => request with { Body = Splice(random, request.Body, _corpus[random.Next(_corpus.Count)].Body) },
        _ => request with { Body = MutateJson(random, request.Body) },
    };

    private string MutatePath(Random random, string path)
    {
        var parts = path.Split('/').ToList();
        var at = random.Next(parts.Count);
        switch (random.Next(4))
        {
            case 0:
                parts.Insert(at, Pick(random, _segments));
                break;
            case 1 when parts.Count > 2:
                parts.RemoveAt(at);
                break;
            case 2:
                parts[at] = Pick(random, _segments) + (random.Next(10) == 0 ? new string('x', random.Next(600)) : "");
                break;
            default:
                parts[at] += (char)random.Next(1, 0x2100);
                break;
        }

        return "/" + string.Join('/', parts).TrimStart('/');
    }

    private string MutateQuery(Random random, string query)
    {
        var parameter = Pick(random, _parameters);
        if (random.Next(2) == 0)
        {
            parameter = parameter.Split('=')[0] + "=" + Uri.EscapeDataString(Pick(random, _values).Trim('"'));
        }

        return random.Next(3) == 0 ? parameter : query + "&" + parameter;
    }

    private byte[] MutateJson(Random random, byte[] body)
    {
        var lines = Lines(body);
        var at = random.Next(lines.Length);
        if (Parse(lines[at]) is not { } root)
        {
            return MutateBytes(random, body);
        }

        var nodes = Within(root).ToArray();
        try
        {
            lines[at] = MutateNode(random, root, nodes[random.Next(nodes.Length)]);
        }
        catch (InvalidOperationException)
        {
            // A mutation before has left half a surrogate pair, which can't be written.
            return MutateBytes(random, body);
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    /// <summary>Works on the text, so that what no JSON library would write can be written: numbers too large, fields twice.</summary>
    private string MutateNode(Random random, JsonNode root, JsonNode target)
    {
        const string Mark = "\"\\u0001MARK\"";
        var text = target.ToJsonString();
        if (target is JsonObject { Count: > 0 } parent && random.Next(2) == 0)
        {
            var (key, value) = parent.ElementAt(random.Next(parent.Count));
            return Replace(root, target, random.Next(3) switch
            {
                0 => text[..^1] + $",{JsonSerializer.Serialize(Pick(random, _keys))}:{Pick(random, _values)}}}",
                1 => text[..^1] + $",{JsonSerializer.Serialize(key)}:{value?.ToJsonString() ?? "null"}}}",
                _ => text.Replace(JsonSerializer.Serialize(key) + ":", JsonSerializer.Serialize(Pick(random, _keys)) + ":", StringComparison.Ordinal),
            });
        }

        return Replace(root, target, random.Next(8) switch
        {
            0 => $"[{text},{text}]",
            1 => "{" + JsonSerializer.Serialize(Pick(random, _keys)) + ":" + text + "}",
            2 when random.Next(10) == 0 => string.Concat(Enumerable.Repeat("[", random.Next(200))) + text,
            3 when random.Next(10) == 0 => JsonSerializer.Serialize(new string((char)random.Next(32, 300), random.Next(20_000))),
            4 when random.Next(5) == 0 => "[" + string.Join(',', Enumerable.Repeat(text, random.Next(300))) + "]",
            _ => Pick(random, _values),
        });

        static string Replace(JsonNode root, JsonNode target, string by)
        {
            if (ReferenceEquals(root, target))
            {
                return by;
            }

            var path = target.GetPath();
            var copy = root.DeepClone();
            var place = Within(copy).First(node => node.GetPath() == path);
            place.ReplaceWith(JsonNode.Parse(Mark));
            return copy.ToJsonString().Replace(Mark, by, StringComparison.Ordinal);
        }
    }

    private static byte[] MutateBytes(Random random, byte[] body)
    {
        if (body.Length == 0)
        {
            return [(byte)random.Next(256)];
        }

        var (at, length) = (random.Next(body.Length), random.Next(1, 20));
        var end = Math.Min(body.Length, at + length);
        switch (random.Next(6))
        {
            case 0:
                var flipped = (byte[])body.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                return [.. body[..at], .. body[end..]];
            case 2:
                return body[..at];
            case 3:
                return [.. body[..end], .. body[at..]];
            case 4:
                var noise = new byte[length];
                random.NextBytes(noise);
                return [.. body[..at], .. noise, .. body[at..]];
            default:
                return [.. body[..at], .. "{}[]\",:\n\\"u8[random.Next(9)..][..1], .. body[at..]];
        }
    }

    private static byte[] MutateLines(Random random, byte[] body)
    {
        var lines = Lines(body).ToList();
        var (at, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(5))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(other, lines[at]);
                break;
            case 2:
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines[at] += random.Next(2) == 0 ? "\r" : " ";
                break;
            default:
                lines.Insert(at, "");
                break;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Splice(Random random, byte[] one, byte[] two) => [.. one[..random.Next(one.Length + 1)], .. two[random.Next(two.Length + 1)..]];

    /// <summary>In gzip, rightly, or broken, or only claimed.</summary>
    private static FuzzRequest Encoded(Random random, FuzzRequest request)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(request.Body);
        }

        return random.Next(4) switch
        {
            0 => request with { Encoding = "gzip" },
            1 => request with { Encoding = "gzip", Body = MutateBytes(random, packed.ToArray()) },
            2 => request with { Encoding = Pick(random, ["deflate", "br", "identity", "x", "gzip, gzip"]) },
            _ => request with { Encoding = "gzip", Body = packed.ToArray() },
        };
    }

    private static string[] Lines(byte[] body) => Encoding.UTF8.GetString(body).Split('\n');

    private static JsonNode? Parse(string line)
    {
        try
        {
            var node = JsonNode.Parse(line);
            return Within(node!).Any() ? node : null;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    private static IEnumerable<JsonNode> Within(JsonNode node)
    {
        IEnumerable<JsonNode> children = node switch
        {
            JsonObject inner => inner.Select(property => property.Value).OfType<JsonNode>(),
            JsonArray array => array.OfType<JsonNode>(),
            _ => [],
        };
        return [node, .. children.SelectMany(Within)];
    }

    private static string Pick(Random random, string[] from) => from[random.Next(from.Length)];
}
