using System.Text;
using System.Text.Json;

namespace DistLog.Benchmarks;

/// <summary>Counts what of a run is found by a search.</summary>
internal sealed class StoreCounter(Uri elasticsearch)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public async Task WaitForAsync(string run, int events, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = elasticsearch };
        while (await CountAsync(http, run, cancellationToken) < events)
        {
            await Task.Delay(Interval, cancellationToken);
        }
    }

    private static async Task<int> CountAsync(HttpClient http, string run, CancellationToken cancellationToken)
    {
        var query = $"{{\"query\":{{\"term\":{{\"attributes.run\":\"{run}\"}}}}}}";
        using var content = new StringContent(query, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("logs/_count", content, cancellationToken);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        return json.RootElement.TryGetProperty("count", out var count) ? count.GetInt32() : 0;
    }
}
