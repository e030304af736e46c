using System.Net.Http.Json;
using System.Text.Json;
using DistLog.Tests.Support;

namespace DistLog.Tests.EndToEnd;

/// <summary>Asks the store over its REST API, as any Elasticsearch client would.</summary>
internal sealed class Store(HttpClient http)
{
    /// <summary>How many documents of an index match a query in Lucene syntax; 0 while the store does not answer.</summary>
    public async Task<long> CountAsync(string index, string query)
    {
        try
        {
            var body = new { query = new { query_string = new { query } } };
            using var response = await http.PostAsJsonAsync($"{index}/_count", body);
            var json = await response.Content.ReadFromJsonAsync<JsonElement>();
            return json.TryGetProperty("count", out var count) ? count.GetInt64() : 0;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    /// <summary>Waits until exactly so many are found, and makes sure that a refresh brings no more.</summary>
    public async Task FindsAsync(string index, string query, long expected, TimeSpan? deadline = null)
    {
        var found = 0L;
        await Wait.ForAsync(
            $"{expected} of '{query}' in {index}",
            async () => (found = await CountAsync(index, query)) >= expected,
            deadline);
        using var refreshed = await http.PostAsync($"{index}/_refresh", null);
        Assert.Equal(expected, await CountAsync(index, query));
    }

    /// <summary>One document's source, or null where there is none.</summary>
    public async Task<JsonElement?> DocumentAsync(string index, string id)
    {
        var json = await http.GetFromJsonAsync<JsonElement>($"{index}/_search?q=_id:\"{Uri.EscapeDataString(id)}\"");
        var hits = json.GetProperty("hits").GetProperty("hits");
        return hits.GetArrayLength() == 0 ? null : hits[0].GetProperty("_source");
    }

    /// <summary>The first document that matches a query in Lucene syntax.</summary>
    public async Task<JsonElement> FirstAsync(string index, string query)
    {
        var json = await http.GetFromJsonAsync<JsonElement>($"{index}/_search?size=1&q={Uri.EscapeDataString(query)}");
        return json.GetProperty("hits").GetProperty("hits")[0].GetProperty("_source");
    }
}
