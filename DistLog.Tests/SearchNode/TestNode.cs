using System.Diagnostics.Metrics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DistLog.SearchNode;
using DistLog.SearchNode.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DistLog.Tests.SearchNode;

/// <summary>A search node in this process, on a free port and a folder of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly bool _ownsDirectory;
    private readonly string[] _settings;
    private readonly TimeProvider? _time;
    private readonly ErrorCollector _errors = new();
    private WebApplication _app = null!;

    private TestNode(string? directory, string[] settings, TimeProvider? time = null)
    {
        _time = time;
        _ownsDirectory = directory is null;
        _settings = settings;
        DataDirectory = directory ?? Directory.CreateTempSubdirectory("distlog-search-").FullName;
    }

    public string DataDirectory { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    /// <summary>All of the node's own request handling, without a server in front.</summary>
    public RequestDelegate Pipeline { get; private set; } = null!;

    public Node Node => _app.Services.GetRequiredService<Node>();

    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Starts a node; <paramref name="settings"/> are switches as on the command line.</summary>
    public static async Task<TestNode> StartAsync(string? directory = null, params string[] settings)
    {
        var node = new TestNode(directory, settings);
        await node.OpenAsync();
        return node;
    }

    /// <summary>Starts a node with a clock of the test's own.</summary>
    public static async Task<TestNode> StartAsync(TimeProvider time)
    {
        var node = new TestNode(null, [], time);
        await node.OpenAsync();
        return node;
    }

    /// <summary>Stops and starts on the same data.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await OpenAsync();
    }

    /// <summary>
    /// Ends as a killed process does: nothing is flushed, and what is only in memory is gone. A flush or a merge that is under way in
    /// the background is waited for, so that it doesn't write into the folder beside the next node.
    /// </summary>
    public async Task CrashAsync()
    {
        var stores = Node.State.Indices.Values.Select(index => index.Store).ToArray();
        Client.Dispose();
        await _app.DisposeAsync();
        foreach (var store in stores)
        {
            await store.FlushAsync(() => { }, CancellationToken.None);
        }
    }

    /// <summary>Starts again after <see cref="CloseAsync"/> or <see cref="CrashAsync"/>.</summary>
    public Task RestartAfterCloseAsync() => OpenAsync();

    public async Task CloseAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>The oldest error in the log that wasn't taken yet, or null.</summary>
    public string? TakeError() => _errors.Take();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        if (_ownsDirectory)
        {
            Directory.Delete(DataDirectory, recursive: true);
        }
    }

    public async Task<(int Status, JsonNode Body)> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            var text = body as string ?? (body as JsonNode)?.ToJsonString() ?? JsonSerializer.Serialize(body);
            request.Content = new StringContent(text, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        }

        using var response = await Client.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, answer.StartsWith('{') || answer.StartsWith('[') ? JsonNode.Parse(answer)! : JsonValue.Create(answer)!);
    }

    /// <summary>Sends what must succeed.</summary>
    public async Task<JsonNode> DoAsync(string method, string path, object? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        Assert.True(status is >= 200 and < 300, $"{method} {path}: {status} {answer}");
        return answer;
    }

    /// <summary>Writes documents with ids 0, 1, 2, … and refreshes.</summary>
    public Task<JsonNode> FillAsync(string index, params string[] documents)
    {
        var body = new StringBuilder();
        for (var id = 0; id < documents.Length; id++)
        {
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"index\":{{\"_id\":\"{id}\"}}}}\n{documents[id]}\n");
        }

        return DoAsync("POST", $"/{index}/_bulk?refresh=true", body.ToString());
    }

    /// <summary>Sends actions to an index, each of which must succeed.</summary>
    public async Task BulkAsync(string index, string actions)
    {
        var answer = await DoAsync("POST", $"/{index}/_bulk", actions);
        Assert.False(answer["errors"]!.GetValue<bool>(), answer.ToJsonString());
    }

    /// <summary>The ids of all documents that a query finds, in ascending order.</summary>
    public async Task<string> IdsAsync(string index, string query)
    {
        var answer = await DoAsync("POST", $"/{index}/_search", $$"""{"size":1000,"query":{{query}}}""");
        return string.Join(',', answer["hits"]!["hits"]!.AsArray().Select(hit => hit!["_id"]!.GetValue<string>()).OrderBy(id => id.Length).ThenBy(id => id, StringComparer.Ordinal));
    }

    private async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0", "--SearchNode:DataDirectory", DataDirectory, .. _settings]);
        builder.AddSearchNode();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(_errors);
        if (_time is not null)
        {
            builder.Services.AddSingleton(_time);
        }

        _app = builder.Build();
        _app.Use(next => Pipeline = next);
        _app.UseSearchNode();
        await _app.StartAsync();
        var address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Client = new HttpClient { BaseAddress = new Uri(address) };
    }
}
