using System.Net.Http.Headers;
using System.Text;

namespace DistLog.ServiceDefaults.Elasticsearch;

/// <summary>A thin client of Elasticsearch's REST API: bytes in, status and bytes out.</summary>
/// <remarks>
/// It retries nothing and throws on no HTTP status: callers know best what a 409 or a 429 means to them. It throws
/// <see cref="HttpRequestException"/> where no answer came, and <see cref="TaskCanceledException"/> after the time-out.
/// </remarks>
public sealed class ElasticsearchClient(HttpClient http)
{
    private const string Json = "application/json";

    /// <summary>Sends one request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query, without a leading slash or with one.</param>
    /// <param name="body">The body; empty: none is sent.</param>
    /// <param name="contentType">The body's media type, such as <c>application/x-ndjson</c> for <c>_bulk</c>.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    public async Task<ElasticsearchResponse> SendAsync(
        HttpMethod method,
        string path,
        ReadOnlyMemory<byte> body = default,
        string contentType = Json,
        CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(method, path);
        if (!body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    public Task<ElasticsearchResponse> GetAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, cancellationToken: cancellationToken);

    public Task<ElasticsearchResponse> PostAsync(string path, string json, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(json), Json, cancellationToken);

    public Task<ElasticsearchResponse> PutAsync(string path, string json, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(json), Json, cancellationToken);
}
