using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using DistLog.SearchNode.Errors;

namespace DistLog.SearchNode.Http;

/// <summary>Writes answers: JSON as the client wants it (vendor media types, <c>pretty</c>, <c>filter_path</c>), or text.</summary>
internal static class RestResponse
{
    private const string YamlType = "application/yaml";
    private const string VendorPrefix = "application/vnd.elasticsearch+json";

    /// <summary>How JSON is written that nobody wants pretty.</summary>
    public static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true };

    public static Task Json(this RestRequest request, Action<Utf8JsonWriter> write, int status = 200) => Json(request.Http, status, write);

    public static Task Json(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        var body = buffer.WrittenMemory;
        var filter = http.Request.Query["filter_path"].ToString();
        if (filter.Length > 0 || IsPretty(http))
        {
            body = Rewrite(body, filter, IsPretty(http));
        }

        return IsYaml(http) ? Yaml(http, status, body) : Bytes(http, status, JsonType(http), body);
    }

    /// <exception cref="ElasticsearchException">A kind of answer is asked for that isn't there: CBOR, Smile.</exception>
    public static void CheckFormat(HttpContext http)
    {
        if (http.Request.Query["format"].ToString() is not ("" or "json" or "yaml" or "text" or "txt") and var format)
        {
            throw Refuse.NotSupported($"format {format}");
        }
    }

    private static bool IsYaml(HttpContext http) => http.Request.Query["format"].ToString() switch
    {
        "" => http.Request.Headers.Accept.ToString().StartsWith(YamlType, StringComparison.OrdinalIgnoreCase),
        var format => format == "yaml",
    };

    private static Task Yaml(HttpContext http, int status, ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
        return Bytes(http, status, YamlType, System.Text.Encoding.UTF8.GetBytes(YamlText.Of(document.RootElement)));
    }

    /// <summary>
    /// Sends JSON that is there, or that is made piece by piece: <paramref name="writeMore"/> writes the next piece and tells whether
    /// another follows. An answer of one piece has its length in front.
    /// </summary>
    public static async Task Pieces(this RestRequest request, PooledBuffer buffer, Func<bool> writeMore)
    {
        var (response, hasMore) = (request.Http.Response, writeMore());
        response.ContentType = JsonType(request.Http);
        response.ContentLength = hasMore || response.Headers.ContentEncoding.Count > 0 ? null : buffer.Length;
        while (true)
        {
            await response.BodyWriter.WriteAsync(buffer.Memory, request.Aborted);
            if (!hasMore)
            {
                return;
            }

            buffer.Truncate(0);
            hasMore = writeMore();
        }
    }

    /// <summary><c>{"acknowledged":true}</c>.</summary>
    public static Task Acknowledged(this RestRequest request) => request.Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("acknowledged", true);
        writer.WriteEndObject();
    });

    public static Task Text(this RestRequest request, string text, int status = 200) =>
        Bytes(request.Http, status, "text/plain; charset=UTF-8", System.Text.Encoding.UTF8.GetBytes(text));

    public static Task Empty(this RestRequest request, int status)
    {
        request.Http.Response.StatusCode = status;
        request.Http.Response.ContentType = JsonType(request.Http);
        return Task.CompletedTask;
    }

    private static Task Bytes(HttpContext http, int status, string type, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.ContentLength = http.Response.Headers.ContentEncoding.Count == 0 ? body.Length : null;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.BodyWriter.WriteAsync(body, http.RequestAborted).AsTask();
    }

    public static bool IsPretty(HttpContext http) =>
        http.Request.Query.TryGetValue("pretty", out var pretty) && pretty.ToString() is "" or "true";

    /// <summary>The media type that the client speaks, mirrored.</summary>
    private static string JsonType(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        if (!accept.StartsWith(VendorPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return "application/json";
        }

        var version = accept.Contains("compatible-with=9", StringComparison.OrdinalIgnoreCase) ? "9" : accept.Contains("compatible-with=7", StringComparison.OrdinalIgnoreCase) ? "7" : "8";
        return $"{VendorPrefix};compatible-with={version}";
    }

    private static ReadOnlyMemory<byte> Rewrite(ReadOnlyMemory<byte> body, string filter, bool pretty)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 128 });
        var buffer = new ArrayBufferWriter<byte>(body.Length);
        using (var writer = new Utf8JsonWriter(buffer, pretty ? Indented : Compact))
        {
            if (filter.Length == 0)
            {
                document.WriteTo(writer);
            }
            else
            {
                ResponseFilter.Parse(filter).Write(writer, document.RootElement);
            }
        }

        return buffer.WrittenMemory;
    }
}
