using System.Net.Http.Json;
using System.Text.Json;

namespace DistLog.Shop.Calls;

/// <summary>Calls one of the shop's services, and turns whatever comes of it into a <see cref="CallResult{T}"/>.</summary>
internal sealed class ServiceCaller(HttpClient http)
{
    // What a peer says of its refusal is shown to the customer: a sentence, not a page.
    private const int MaxReasonLength = 300;

    public Task<CallResult<T>> PostAsync<T>(string path, object body, CancellationToken cancellation)
        where T : class => SendAsync<T>(HttpMethod.Post, path, JsonContent.Create(body), cancellation);

    /// <summary>Asks for something of which only the success matters.</summary>
    public Task<CallResult<object>> SendAsync(HttpMethod method, string path, CancellationToken cancellation) =>
        SendAsync<object>(method, path, null, cancellation);

    private async Task<CallResult<T>> SendAsync<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
        where T : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode
                ? new(await ReadAsync<T>(response.Content, cancellation), Refused: false, Reason: null)
                : new(null, Refused: (int)response.StatusCode < 500, await ReasonAsync(response, cancellation));
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(null, Refused: false, failure is OperationCanceledException ? "No answer within the time limit." : failure.Message);
        }
    }

    private static async Task<T> ReadAsync<T>(HttpContent content, CancellationToken cancellation)
        where T : class => typeof(T) == typeof(object)
            ? (T)new object()
            : await content.ReadFromJsonAsync<T>(cancellation) ?? throw new JsonException("The answer is empty.");

    private static async Task<string> ReasonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"Status {(int)response.StatusCode}.";
        }

        using var problem = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
        var reason = problem.RootElement.TryGetProperty("detail", out var detail) ? detail.ToString() : $"Status {(int)response.StatusCode}.";
        return reason.Length <= MaxReasonLength ? reason : reason[..MaxReasonLength];
    }
}
