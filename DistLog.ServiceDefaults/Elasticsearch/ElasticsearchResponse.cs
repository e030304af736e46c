using System.Text.Json;

namespace DistLog.ServiceDefaults.Elasticsearch;

/// <summary>An answer of the store.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body's bytes, usually JSON.</param>
public sealed record ElasticsearchResponse(int Status, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as JSON; the caller disposes it.</summary>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public JsonDocument Json() => JsonDocument.Parse(Body);
}
