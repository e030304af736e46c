using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode.Documents;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Json;
using DistLog.SearchNode.Storage;

namespace DistLog.SearchNode.Cluster;

/// <summary>What became of a document that its data stream couldn't take.</summary>
internal enum FailureStoreUse : byte
{
    /// <summary>It wasn't for a data stream.</summary>
    None,

    /// <summary>It is kept among the stream's failures.</summary>
    Used,

    /// <summary>The stream keeps no failures.</summary>
    NotEnabled,
}

/// <summary>
/// The failure stores of data streams: an event that can't be indexed as its stream would have it is kept with the reason, under
/// <c>stream::failures</c>, and counts as written.
/// </summary>
internal sealed partial class Node
{
    private static readonly JsonDocumentOptions AnyJson = new() { MaxDepth = DocumentParser.MaxDepth - 4 };

    /// <summary>The mapping of failures: what came is kept as it came, and only the reason is searched.</summary>
    private static readonly string FailureMapping = """
        {"dynamic":"false","date_detection":false,"properties":{"@timestamp":{"type":"date"},
        "document":{"properties":{"id":{"type":"keyword"},"routing":{"type":"keyword"},"index":{"type":"keyword"},"source":{"type":"object","enabled":false}}},
        "error":{"properties":{"type":{"type":"keyword"},"message":{"type":"wildcard"},"cause":{"type":"wildcard"}}}}}
        """;

    /// <summary>
    /// Keeps a document that was refused; null where its index keeps no failures. It keeps its id: when it is sent again, it is a conflict
    /// and not a second failure.
    /// </summary>
    public (Index Index, WriteResult Result)? KeepFailure(Index target, ReadOnlySpan<byte> id, string? routing, ReadOnlySpan<byte> source, ElasticsearchException why)
    {
        if (target.DataStream is not { } name || !State.DataStreams.TryGetValue(name, out var stream) || !stream.KeepsFailures || stream.Failures.Contains(target.Name))
        {
            return null;
        }

        var failures = FailureIndex(stream);
        var document = FailureDocument(name, id, routing, source, why);
        var parser = new DocumentParser();
        failures.Parse(document, parser);
        return (failures, failures.Store.Write(WriteKind.Create, id, document, parser, default));
    }

    private Index FailureIndex(DataStream stream)
    {
        lock (State.Gate)
        {
            return stream.Failures.Count > 0 ? State.Indices[stream.Failures[^1]] : AddFailures(stream);
        }
    }

    /// <summary>Starts a new index of failures.</summary>
    private Index AddFailures(DataStream stream)
    {
        var content = new TemplateContent([], (JsonObject)JsonNode.Parse(FailureMapping)!, []);
        IndexSettings.Set(content.Settings, "index.hidden", "true");
        IndexSettings.Set(content.Settings, "index.number_of_replicas", State.Indices[stream.Backing[^1]].Metadata.Settings["index"]!["number_of_replicas"].Text());
        var name = string.Create(CultureInfo.InvariantCulture, $".fs-{stream.Name}-{_time.GetUtcNow():yyyy.MM.dd}-{stream.Generation + 1:D6}");
        State.RefuseTaken(name);
        return Add(name, content, index =>
        {
            index.DataStream = stream.Name;
            stream.Generation++;
            if (stream.Failures.Count > 0)
            {
                State.Indices[stream.Failures[^1]].Metadata.Rollover = new RolloverInfo(_time.GetUtcNow().ToUnixTimeMilliseconds(), []);
            }

            stream.Failures = [.. stream.Failures, name];
        });
    }

    private byte[] FailureDocument(string stream, ReadOnlySpan<byte> id, string? routing, ReadOnlySpan<byte> source, ElasticsearchException why)
    {
        var buffer = new ArrayBufferWriter<byte>(source.Length + 512);
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteString("@timestamp", _time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        writer.WriteStartObject("document");
        writer.WriteString("id", id);
        if (routing is not null)
        {
            writer.WriteString("routing", routing);
        }

        writer.WriteString("index", stream);
        writer.WritePropertyName("source");
        WriteSource(writer, source);
        writer.WriteEndObject();
        writer.WriteStartObject("error");
        writer.WriteString("type", why.Type);
        writer.WriteString("message", why.Message);
        if (why.Cause is { } cause)
        {
            writer.WriteString("cause", cause.Message);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>JSON as it came; what isn't JSON as text.</summary>
    private static void WriteSource(Utf8JsonWriter writer, ReadOnlySpan<byte> source)
    {
        try
        {
            using var json = JsonDocument.Parse(source.ToArray(), AnyJson);
            writer.WriteRawValue(source, skipInputValidation: true);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(Encoding.UTF8.GetString(source));
        }
    }
}
